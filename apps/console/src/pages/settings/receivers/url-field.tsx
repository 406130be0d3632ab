import { TextField, type FieldProps } from '../../../parts/text-field';
import { t } from '../../../texts';

type UrlFieldProps = Pick<FieldProps, 'hint' | 'value' | 'onChange' | 'type' | 'autoFocus'>;

/** The address of a receiver: of a webhook, or of a stream of the log. */
export const UrlField = (props: UrlFieldProps) => (
  <TextField label={t.webhooks.adding.url} isRequired autoComplete="off" {...props} />
);
