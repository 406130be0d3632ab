import { useNavigate } from '@tanstack/react-router';
import { call } from '../../api/call';
import { dryRun } from '../../api/dry-run';
import { changeUser, endUserSessions, eraseUser } from '../../api/generated/sdk.gen';
import type { User, UserChange } from '../../api/generated/types.gen';
import { ActDialog } from '../../parts/act-dialog';
import { t } from '../../texts';
import { nameOf } from '../../texts/people';
import { consequenceOf, etagOf, ifMatch } from './consequence-list';
import type { PersonDialogProps } from './person-acts';
import { personChanged } from './person-query';

/** Asks what a change of a person would do. */
export function consequenceOfChange(person: User, body: UserChange) {
  const headers = { ...dryRun, ...ifMatch(person) };
  return consequenceOf(call(changeUser({ path: { userId: person.id }, body, headers })));
}

/** Makes somebody inactive: says first what that does. */
export function DeactivateDialog({ person, onClose }: PersonDialogProps) {
  const [text, name, userId] = [t.personActs, nameOf(person), person.id];
  return (
    <ActDialog
      title={text.deactivateTitle(name)}
      onClose={onClose}
      version={etagOf(person)}
      consequence={() => consequenceOfChange(person, { active: false })}
      act={text.deactivate}
      isDanger
      send={() => call(changeUser({ path: { userId }, body: { active: false }, headers: ifMatch(person) }))}
      done={text.deactivated(name)}
      onDone={() => personChanged(userId)}
    >
      <p>{text.deactivateWhat}</p>
    </ActDialog>
  );
}

/** Makes somebody active, also whom the directory deleted. */
export function ActivateDialog({ person, onClose }: PersonDialogProps) {
  const [text, name, userId] = [t.personActs, nameOf(person), person.id];
  return (
    <ActDialog
      title={text.activateTitle(name)}
      onClose={onClose}
      version={etagOf(person)}
      consequence={() => consequenceOfChange(person, { active: true })}
      act={text.activate}
      send={() => call(changeUser({ path: { userId }, body: { active: true }, headers: ifMatch(person) }))}
      done={text.activated(name)}
      onDone={() => personChanged(userId)}
    >
      <p>{person.released ? text.restoreWhat : text.activateWhat}</p>
    </ActDialog>
  );
}

/** Ends all sessions of somebody. */
export function EndSessionsDialog({ person, onClose }: PersonDialogProps) {
  const [text, name, userId] = [t.personActs, nameOf(person), person.id];
  return (
    <ActDialog
      title={text.endTitle(name)}
      onClose={onClose}
      act={text.endSessions}
      isDanger
      send={() => call(endUserSessions({ path: { userId } }))}
      done={text.ended(name)}
      onDone={() => personChanged(userId)}
    >
      <p>{text.endWhat}</p>
    </ActDialog>
  );
}

/** Erases what is known of somebody who is gone. */
export function EraseDialog({ person, onClose }: PersonDialogProps) {
  const [text, name, userId] = [t.personActs, nameOf(person), person.id];
  const navigate = useNavigate();
  return (
    <ActDialog
      title={text.eraseTitle(name)}
      onClose={onClose}
      version={etagOf(person)}
      consequence={() =>
        consequenceOf(call(eraseUser({ path: { userId }, headers: { ...dryRun, ...ifMatch(person) } })))
      }
      act={text.erase}
      isDanger
      send={() => call(eraseUser({ path: { userId }, headers: ifMatch(person) }))}
      done={text.erased}
      onDone={() => {
        void navigate({ to: '/people' });
        personChanged(userId);
      }}
    >
      <p>{text.eraseWhat}</p>
    </ActDialog>
  );
}
