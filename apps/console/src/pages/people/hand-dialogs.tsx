import { useState } from 'react';
import { call } from '../../api/call';
import { dryRun } from '../../api/dry-run';
import { handUserBack, handUserOver } from '../../api/generated/sdk.gen';
import { useProvider } from '../../api/provider';
import { ActDialog } from '../../parts/act-dialog';
import { Checkbox } from '../../parts/field';
import { t } from '../../texts';
import { nameOf } from '../../texts/people';
import { consequenceOf, etagOf, ifMatch } from './consequence-list';
import type { PersonDialogProps } from './person-acts';
import { capital } from '../../texts/format';
import { personChanged } from './person-query';

/** The workspace keeps somebody whom the directory kept. */
export function HandBackDialog({ person, onClose }: PersonDialogProps) {
  const [text, name, userId] = [t.personActs, nameOf(person), person.id];
  const provider = capital(useProvider());
  const [allowReactivation, setAllow] = useState(false);
  return (
    <ActDialog
      title={text.backTitle(name)}
      onClose={onClose}
      version={etagOf(person)}
      consequence={() =>
        consequenceOf(call(handUserBack({ path: { userId }, headers: { ...dryRun, ...ifMatch(person) } })))
      }
      act={text.handBack}
      send={(key) =>
        call(
          handUserBack({
            path: { userId },
            body: allowReactivation ? { allowReactivation } : {},
            headers: { ...ifMatch(person), 'Idempotency-Key': key },
          }),
        )
      }
      done={text.handedBack(name)}
      onDone={() => personChanged(userId)}
    >
      <p>{text.backWhat(provider)}</p>
      {person.active ? null : (
        <Checkbox isSelected={allowReactivation} onChange={setAllow}>
          {text.backAllow}
        </Checkbox>
      )}
    </ActDialog>
  );
}

/** The directory keeps somebody whom the workspace kept. */
export function HandOverDialog({ person, onClose }: PersonDialogProps) {
  const [text, name, userId] = [t.personActs, nameOf(person), person.id];
  const provider = capital(useProvider());
  return (
    <ActDialog
      title={text.overTitle(name)}
      onClose={onClose}
      version={etagOf(person)}
      consequence={() =>
        consequenceOf(call(handUserOver({ path: { userId }, headers: { ...dryRun, ...ifMatch(person) } })))
      }
      act={text.handOver}
      send={(key) => call(handUserOver({ path: { userId }, headers: { ...ifMatch(person), 'Idempotency-Key': key } }))}
      done={text.handedOver(name, provider)}
      onDone={() => personChanged(userId)}
    >
      <p>{text.overWhat(provider)}</p>
    </ActDialog>
  );
}
