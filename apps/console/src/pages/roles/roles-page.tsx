import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { Check, Copy, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ListedRole } from '../../api/generated/types.gen';
import { useMay } from '../../api/me';
import { useProvider } from '../../api/provider';
import { rolesQuery } from '../../api/roles';
import { Button, IconButton } from '../../parts/button';
import { useCopy } from '../../parts/copy';
import { Loaded } from '../../parts/loaded';
import { Empty, Page } from '../../parts/page';
import { Table, type TableColumn } from '../../parts/table';
import { t } from '../../texts';
import { DeleteRoleDialog, NewRoleDialog, RenameRoleDialog } from './role-dialogs';
import css from './roles.module.css';

type Open = { readonly kind: 'new' } | { readonly kind: 'rename' | 'delete'; readonly role: ListedRole };

/** The custom roles of the account. */
export function RolesPage() {
  const may = useMay();
  const query = useQuery(rolesQuery);
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const etag = query.data?.etag ?? '';
  const make = may('roles.manage') ? (
    <Button data-write kind="primary" onPress={() => setOpen({ kind: 'new' })}>
      {t.roles.new}
    </Button>
  ) : null;
  return (
    <Page title={t.roles.title} about={t.roles.about} actions={make}>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? <Empty>{t.roles.empty}</Empty> : <RoleTable roles={items} onOpen={setOpen} />
        }
      </Loaded>
      {open?.kind === 'new' ? <NewRoleDialog onClose={close} /> : null}
      {open?.kind === 'rename' ? <RenameRoleDialog role={open.role} etag={etag} onClose={close} /> : null}
      {open?.kind === 'delete' ? <DeleteRoleDialog role={open.role} etag={etag} onClose={close} /> : null}
    </Page>
  );
}

function RoleTable({
  roles,
  onOpen,
}: {
  readonly roles: readonly ListedRole[];
  readonly onOpen: (open: Open) => void;
}) {
  const may = useMay();
  const columns = columnsOf(may('roles.manage') ? onOpen : undefined);
  return <Table label={t.roles.list} columns={columns} rows={roles} rowKey={({ id }) => id} />;
}

/** @param onOpen absent for who may not change roles */
function columnsOf(onOpen: ((open: Open) => void) | undefined): readonly TableColumn<ListedRole>[] {
  const text = t.roles.columns;
  const acts = (role: ListedRole) => onOpen && <RoleActs role={role} onOpen={onOpen} />;
  return [
    { key: 'name', title: text.name, cell: ({ name }) => name, isName: true },
    { key: 'basedOn', title: text.basedOn, cell: ({ basedOn }) => t.people.types[basedOn] },
    { key: 'people', title: text.people, cell: (role) => <PeopleOf role={role} /> },
    { key: 'id', title: text.id, cell: (role) => <RoleId role={role} /> },
    ...(onOpen ? [{ key: 'acts', title: text.acts, isEnd: true, cell: acts }] : []),
  ];
}

function RoleActs({ role, onOpen }: { readonly role: ListedRole; readonly onOpen: (open: Open) => void }) {
  return (
    <span className={css.acts}>
      <IconButton data-write aria-label={t.roles.renameOf(role.name)} onPress={() => onOpen({ kind: 'rename', role })}>
        <Pencil aria-hidden />
      </IconButton>
      <IconButton data-write aria-label={t.roles.deleteOf(role.name)} onPress={() => onOpen({ kind: 'delete', role })}>
        <Trash2 aria-hidden />
      </IconButton>
    </span>
  );
}

/** How many people have a role, with the way to them. */
function PeopleOf({ role: { id, people = 0 } }: { readonly role: ListedRole }) {
  if (people === 0) return <span className={css.second}>{t.roles.nobody}</span>;
  return (
    <Link to="/people" search={{ type: id }}>
      {t.roles.people(people)}
    </Link>
  );
}

/** The id, which is entered in the identity provider. */
function RoleId({ role: { id, name } }: { readonly role: ListedRole }) {
  const [isCopied, copy] = useCopy(id, t.roles.copied(useProvider()));
  return (
    <span className={css.id}>
      <code>{id}</code>
      <IconButton aria-label={t.roles.copyId(name)} onPress={() => void copy()}>
        {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
      </IconButton>
    </span>
  );
}
