import { useState } from 'react';
import { call } from '../../api/call';
import { changeUser } from '../../api/generated/sdk.gen';
import { useProvider } from '../../api/provider';
import { useTypes } from '../../api/roles';
import { ActDialog } from '../../parts/act-dialog';
import { Select } from '../../parts/select';
import { t } from '../../texts';
import { nameOf } from '../../texts/people';
import { etagOf, ifMatch } from './consequence-list';
import type { PersonDialogProps } from './person-acts';
import { capital } from '../../texts/format';
import { personChanged } from './person-query';

/** Gives somebody another user type. */
export function TypeDialog({ person, onClose }: PersonDialogProps) {
  const [text, name, userId] = [t.personActs, nameOf(person), person.id];
  const provider = capital(useProvider());
  const types = useTypes();
  const [userType, setType] = useState(person.userType);
  return (
    <ActDialog
      title={text.typeTitle(name)}
      onClose={onClose}
      version={etagOf(person)}
      act={text.type}
      send={() => call(changeUser({ path: { userId }, body: { userType }, headers: ifMatch(person) }))}
      done={text.typeDone(name, types.nameOf(userType))}
      onDone={() => personChanged(userId)}
    >
      {person.managedBy === 'directory' ? <p>{text.typeKept(provider)}</p> : null}
      <Select label={text.newType} choices={types.choices} value={userType} onChange={setType} />
    </ActDialog>
  );
}
