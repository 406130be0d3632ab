import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/call';
import { dryRun } from '../../api/dry-run';
import { createRole, deleteRole, renameRole } from '../../api/generated/sdk.gen';
import type { ListedRole, NewRole } from '../../api/generated/types.gen';
import { useRetryKey } from '../../api/retry-key';
import { readAnew } from '../../api/query-client';
import { ActDialog } from '../../parts/act-dialog';
import { Button } from '../../parts/button';
import { Dialog, DialogButtons } from '../../parts/dialog';
import { RadioGroup } from '../../parts/field';
import { TextField } from '../../parts/text-field';
import { t } from '../../texts';

interface DialogProps {
  readonly onClose: () => void;
}

const bases = ['member', 'viewer', 'guest'] as const;

const rolesChanged = () => readAnew('roles', 'users');

/** Makes a role with a name and the rights of a user type. */
export function NewRoleDialog({ onClose }: DialogProps) {
  const text = t.roles;
  const [name, setName] = useState('');
  const [basedOn, setBasedOn] = useState<NewRole['basedOn']>('member');
  const retryKey = useRetryKey(`${basedOn} ${name.trim()}`);
  return (
    <ActDialog
      title={text.newTitle}
      onClose={onClose}
      act={text.make}
      send={() => call(createRole({ body: { name: name.trim(), basedOn }, headers: { 'Idempotency-Key': retryKey } }))}
      done={text.made(name.trim())}
      onDone={rolesChanged}
    >
      <TextField label={text.name} value={name} onChange={setName} autoFocus isRequired autoComplete="off" />
      <RadioGroup
        label={text.basedOn}
        choices={bases.map((value) => ({ value, label: t.people.types[value], hint: text.rights[value] }))}
        value={basedOn}
        onChange={setBasedOn}
      />
    </ActDialog>
  );
}

interface RoleProps extends DialogProps {
  readonly role: ListedRole;
  /** Of all roles, as they are shown now. */
  readonly etag: string;
}

/** Gives a role another name. */
export function RenameRoleDialog({ role, etag, onClose }: RoleProps) {
  const text = t.roles;
  const [name, setName] = useState(role.name);
  return (
    <ActDialog
      title={text.renameTitle(role.name)}
      onClose={onClose}
      version={etag}
      act={text.rename}
      send={() =>
        call(renameRole({ path: { roleId: role.id }, body: { name: name.trim() }, headers: { 'If-Match': etag } }))
      }
      done={text.renamed(name.trim())}
      onDone={rolesChanged}
    >
      <TextField
        label={text.name}
        hint={text.renameWhat}
        value={name}
        onChange={setName}
        autoFocus
        isRequired
        autoComplete="off"
      />
    </ActDialog>
  );
}

/** Deletes a role that nobody has; of others says who must get another type first. */
export function DeleteRoleDialog({ role, etag, onClose }: RoleProps) {
  const text = t.roles;
  if (role.people) return <RoleInUse role={role} onClose={onClose} />;
  return (
    <ActDialog
      title={text.deleteTitle(role.name)}
      onClose={onClose}
      version={etag}
      act={text.delete}
      isDanger
      consequence={async () => {
        await call(deleteRole({ path: { roleId: role.id }, headers: { ...dryRun, 'If-Match': etag } }));
        return null;
      }}
      send={() => call(deleteRole({ path: { roleId: role.id }, headers: { 'If-Match': etag } }))}
      done={text.deleted(role.name)}
      onDone={rolesChanged}
    >
      <p>{text.deleteWhat}</p>
    </ActDialog>
  );
}

function RoleInUse({ role, onClose }: Omit<RoleProps, 'etag'>) {
  return (
    <Dialog isOpen onClose={onClose} title={t.roles.deleteTitle(role.name)}>
      <p>
        {t.roles.inUse(role.people ?? 0)}{' '}
        <Link to="/people" search={{ type: role.id }} onClick={onClose}>
          {t.roles.show}
        </Link>
      </p>
      <DialogButtons>
        <Button onPress={onClose} autoFocus>
          {t.parts.close}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
