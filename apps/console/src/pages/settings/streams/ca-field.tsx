import { Label, Text, TextArea, TextField } from 'react-aria-components';
import fieldCss from '../../../parts/field.module.css';
import { t } from '../../../texts';
import css from '../settings.module.css';

/** Whether a receiver is reached by syslog, which may have a certificate that nobody else trusts. */
export const isSyslog = (url: string): boolean => url.trim().toLowerCase().startsWith('syslog');

interface CaFieldProps {
  readonly value: string;
  readonly onChange: (ca: string) => void;
}

/** Who signs the certificate of a syslog receiver. */
export function CaField({ value, onChange }: CaFieldProps) {
  const { ca, caHint } = t.streams;
  return (
    <TextField value={value} onChange={onChange} className={fieldCss.field ?? ''} autoComplete="off">
      <Label>{ca}</Label>
      <TextArea className={`${fieldCss.input} ${css.pem}`} rows={4} spellCheck="false" />
      <Text slot="description" className={fieldCss.hint ?? ''}>
        {caHint}
      </Text>
    </TextField>
  );
}
