import { useState } from 'react';
import { call } from '../../api/call';
import { dryRun, foreseen, type Foreseen } from '../../api/dry-run';
import { addMember, listUsers, removeMember } from '../../api/generated/sdk.gen';
import type { MemberChange, User } from '../../api/generated/types.gen';
import { useCursorPages } from '../../api/pages';
import { useProvider } from '../../api/provider';
import { readAnew } from '../../api/query-client';
import { ActDialog } from '../../parts/act-dialog';
import { Button } from '../../parts/button';
import { Dialog, DialogButtons } from '../../parts/dialog';
import { Entries, Entry } from '../../parts/entries';
import { SearchField } from '../../parts/field';
import { Loaded } from '../../parts/loaded';
import { ShowMore } from '../../parts/show-more';
import { t } from '../../texts';
import { nameOf } from '../../texts/people';
import { follow } from './follow';
import { putInText, takeOutText } from './member-words';
import type { Team } from './team-data';
import css from './teams.module.css';

interface PutInProps {
  readonly team: Team;
  readonly onClose: () => void;
}

interface Whom {
  readonly id: string;
  readonly name: string;
}

/** Finds somebody, says what putting them in means, and does it. */
export function PutIn({ team, onClose }: PutInProps) {
  const [whom, setWhom] = useState<Whom>();
  if (whom) return <PutInThem team={team} whom={whom} onClose={onClose} />;
  return <Find team={team} onClose={onClose} onFound={(user) => setWhom({ id: user.id, name: nameOf(user) })} />;
}

function Find({ team, onClose, onFound }: PutInProps & { readonly onFound: (user: User) => void }) {
  const [search, setSearch] = useState('');
  return (
    <Dialog isOpen onClose={onClose} title={t.team.putIn.title(team.displayName)}>
      <div className={css.form}>
        <SearchField label={t.team.putIn.search} value={search} onChange={setSearch} />
        {search.trim() ? <Found search={search.trim()} onFound={onFound} /> : <p>{t.team.putIn.start}</p>}
      </div>
      <DialogButtons>
        <Button onPress={onClose}>{t.parts.cancel}</Button>
      </DialogButtons>
    </Dialog>
  );
}

function Found({ search, onFound }: { readonly search: string; readonly onFound: (user: User) => void }) {
  const { query, rows, hasMore, more } = useCursorPages<User>(['users', { search, limit: 10 }], (after, signal) =>
    call(listUsers({ query: { search, limit: 10, ...after }, signal })),
  );
  return (
    <Loaded query={query} rows={3}>
      {() => (
        <>
          {rows.length === 0 && !hasMore ? <p>{t.team.putIn.none(search)}</p> : null}
          <Entries label={t.team.putIn.found}>
            {rows.map((user) => (
              <Entry
                key={user.id}
                end={
                  <Button onPress={() => onFound(user)} aria-label={t.team.putIn.choose(nameOf(user))}>
                    {t.team.putIn.act}
                  </Button>
                }
              >
                {nameOf(user)} <span className={css.quiet}>{user.userName}</span>
                {user.active ? null : <span className={css.quiet}> ({t.who.inactive})</span>}
              </Entry>
            ))}
          </Entries>
          <ShowMore list={{ hasMore, more }} isPending={query.isFetchingNextPage} kind="quiet" />
        </>
      )}
    </Loaded>
  );
}

interface ChangeProps {
  readonly team: Team;
  readonly whom: Whom;
  readonly onClose: () => void;
}

function PutInThem({ team, whom, onClose }: ChangeProps) {
  const provider = useProvider();
  const path = { teamId: team.id, userId: whom.id };
  const [would, setWould] = useState<Foreseen>();
  return (
    <ActDialog
      title={t.team.putIn.choose(whom.name)}
      onClose={onClose}
      consequence={async () => {
        const said = await foreseen(addMember({ path, headers: dryRun }));
        setWould(said);
        return putInText(said, whom.name, provider);
      }}
      act={t.team.putIn.act}
      send={async () => changed(await call(addMember({ path })), whom, 'evicted', would)}
      done={would?.reconciler ? t.team.waiting(whom.name) : t.team.putIn.done(whom.name, team.displayName)}
    />
  );
}

/** Says what taking somebody out means, and does it. */
export function TakeOut({ team, whom, onClose }: ChangeProps) {
  const provider = useProvider();
  const path = { teamId: team.id, userId: whom.id };
  const [would, setWould] = useState<Foreseen>();
  return (
    <ActDialog
      title={t.team.takeOut.title(whom.name, team.displayName)}
      onClose={onClose}
      consequence={async () => {
        const said = await foreseen(removeMember({ path, headers: dryRun }));
        setWould(said);
        return takeOutText(said, whom.name, provider);
      }}
      act={t.team.takeOut.act}
      isDanger
      send={async () => changed(await call(removeMember({ path })), whom, 'restored', would)}
      done={would?.reconciler ? t.team.waiting(whom.name) : t.team.takeOut.done(whom.name, team.displayName)}
    />
  );
}

function changed({ team }: MemberChange, whom: Whom, side: 'evicted' | 'restored', would: Foreseen | undefined): void {
  const { id: teamId, updatedAt: at } = team;
  const mode = would?.reconciler?.mode;
  follow(mode ? { teamId, userId: whom.id, name: whom.name, side, at, mode } : undefined);
  readAnew(['members', teamId], ['team', teamId]);
}
