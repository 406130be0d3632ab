import { useState } from 'react';
import { Button } from '../../../parts/button';
import { Dialog, DialogButtons } from '../../../parts/dialog';
import { RadioGroup } from '../../../parts/field';
import { useAct } from '../../../parts/use-act';
import { t } from '../../../texts';
import { SecretProblem } from './secret-problem';

const hours = ['24', '168', '0'] as const;

interface RotateSecretProps<Made> {
  readonly send: (keepOldHours: number, retryKey: string) => Promise<Made>;
  readonly onSent: () => void;
  readonly onMade: (made: Made) => void;
  readonly onClose: () => void;
}

/** Gives a receiver a new secret; for a time the former one signs too. */
export function RotateSecret<Made>({ send, onSent, onMade, onClose }: RotateSecretProps<Made>) {
  const { rotating } = t.webhooks;
  const [keep, setKeep] = useState<(typeof hours)[number]>('24');
  const act = useAct(
    (retryKey) => send(Number(keep), retryKey),
    (made) => {
      onSent();
      onMade(made);
      onClose();
    },
  );
  return (
    <Dialog isOpen onClose={onClose} title={rotating.title} role="alertdialog">
      <p>{rotating.about}</p>
      <RadioGroup
        label={rotating.keep}
        value={keep}
        onChange={setKeep}
        choices={hours.map((value) => ({ value, label: rotating.hours[value] }))}
      />
      {act.error ? <SecretProblem error={act.error} onRetry={act.run} lost={t.webhooks.lost} onLost={onSent} /> : null}
      <DialogButtons>
        <Button onPress={onClose}>{t.parts.cancel}</Button>
        <Button kind="primary" isPending={act.isPending} onPress={act.run}>
          {rotating.act}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
