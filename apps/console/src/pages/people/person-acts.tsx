import { useState, type ReactNode } from 'react';
import type { User } from '../../api/generated/types.gen';
import { Button } from '../../parts/button';
import { MenuButton } from '../../parts/menu-button';
import { t } from '../../texts';
import css from './people.module.css';
import { EditDialog } from './edit-dialog';
import { LinkDialog } from './link-dialog';
import { ActivateDialog, DeactivateDialog, EndSessionsDialog, EraseDialog } from './person-dialogs';
import { HandBackDialog, HandOverDialog } from './hand-dialogs';
import type { PersonAct } from './person-state';
import { TypeDialog } from './type-dialog';

export interface PersonDialogProps {
  readonly person: User;
  readonly onClose: () => void;
}

const dialogs: Readonly<Record<PersonAct, (props: PersonDialogProps) => ReactNode>> = {
  edit: EditDialog,
  type: TypeDialog,
  link: LinkDialog,
  deactivate: DeactivateDialog,
  activate: ActivateDialog,
  endSessions: EndSessionsDialog,
  handBack: HandBackDialog,
  handOver: HandOverDialog,
  erase: EraseDialog,
};
const shownFirst = 2;

/** What can be done with a person: the first as buttons, the others in a menu. */
export function PersonActs({ person, acts }: { readonly person: User; readonly acts: readonly PersonAct[] }) {
  const [open, setOpen] = useState<PersonAct>();
  const DialogOf = open ? dialogs[open] : undefined;
  const more = acts.slice(shownFirst);
  if (acts.length === 0 && !DialogOf) return null;
  return (
    <div className={css.states}>
      {acts.slice(0, shownFirst).map((act) => (
        <Button data-write key={act} {...(act === 'erase' ? { kind: 'danger' } : {})} onPress={() => setOpen(act)}>
          {t.personActs[act]}
        </Button>
      ))}
      {more.length > 0 ? (
        <MenuButton
          label={t.personActs.more}
          acts={more.map((id) => ({ id, label: t.personActs[id], isDanger: id === 'erase' }))}
          onAct={setOpen}
        />
      ) : null}
      {DialogOf ? <DialogOf person={person} onClose={() => setOpen(undefined)} /> : null}
    </div>
  );
}
