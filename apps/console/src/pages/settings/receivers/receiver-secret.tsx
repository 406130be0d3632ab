import type { ReactNode } from 'react';
import { SecretOnce } from '../../../parts/secret-once';
import { t } from '../../../texts';

interface ReceiverSecretProps {
  readonly title: string;
  readonly secret: string;
  /** Sends a test to the receiver that has the secret now. */
  readonly test: ReactNode;
  readonly onClose: () => void;
}

/** The secret that a receiver checks signatures with, once, and a test of it. */
export function ReceiverSecret({ title, secret, test, onClose }: ReceiverSecretProps) {
  const { label, about, next } = t.webhooks.secret;
  const after = (
    <div>
      {next} {test}
    </div>
  );
  return (
    <SecretOnce title={title} label={label} secret={secret} onClose={onClose} after={after}>
      <p>{about}</p>
    </SecretOnce>
  );
}
