import type { AuditStreamWithSecret } from '../../../api/generated/types.gen';
import { SecretOnce } from '../../../parts/secret-once';
import { t } from '../../../texts';
import { StreamTest } from './stream-test';

interface StreamSecretProps {
  readonly made: AuditStreamWithSecret;
  readonly secret: string;
  readonly onClose: () => void;
}

/** The secret of a stream to a webhook, once, and a test of it. */
export function StreamSecret({ made, secret, onClose }: StreamSecretProps) {
  const { label, about, next } = t.webhooks.secret;
  const after = (
    <div>
      {next} <StreamTest stream={made.stream} />
    </div>
  );
  return (
    <SecretOnce title={t.streams.secret} label={label} secret={secret} onClose={onClose} after={after}>
      <p>{about}</p>
    </SecretOnce>
  );
}
