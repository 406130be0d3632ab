import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/call';
import { dryRun, foreseen } from '../../api/dry-run';
import { deleteTeam, handTeamBack, reconcileTeam } from '../../api/generated/sdk.gen';
import { useMay } from '../../api/me';
import { useProvider } from '../../api/provider';
import { queryClient, readAnew } from '../../api/query-client';
import { ActDialog } from '../../parts/act-dialog';
import { Button } from '../../parts/button';
import { sentenceOf } from '../../parts/problem';
import { useAct } from '../../parts/use-act';
import { announce } from '../../shell/announcer';
import { t } from '../../texts';
import { NameDialog } from './name-dialog';
import { PutIn } from './put-in';
import { teamRowQuery, type Team } from './team-data';
import { useMayChangeMembers } from './team-notes';

interface OfTeam {
  readonly team: Team;
  readonly etag: string;
}

type Open = 'rename' | 'delete' | 'hand-back' | 'put-in';

/** What may be done to the team. What its owner or the right of who is signed in do not allow is not drawn. */
export function TeamActions({ team, etag }: OfTeam) {
  const may = useMay();
  const [open, setOpen] = useState<Open>();
  const mayChangeMembers = useMayChangeMembers(team);
  const close = () => setOpen(undefined);
  const isDirectorys = team.ownedBy === 'directory';
  return (
    <>
      {may('teams.manage') ? (
        <>
          {isDirectorys ? (
            <Button data-write onPress={() => setOpen('hand-back')}>
              {t.team.handBack.act}
            </Button>
          ) : (
            <>
              <Button data-write onPress={() => setOpen('rename')}>
                {t.teams.rename}
              </Button>
              <Button data-write kind="danger" onPress={() => setOpen('delete')}>
                {t.team.delete.act}
              </Button>
            </>
          )}
        </>
      ) : null}
      {isDirectorys && may('reconciler.manage') ? <LookNow team={team} /> : null}
      {mayChangeMembers ? (
        <Button data-write kind="primary" onPress={() => setOpen('put-in')}>
          {t.team.putIn.open}
        </Button>
      ) : null}
      {open === 'rename' ? <NameDialog of={{ team, etag }} onClose={close} /> : null}
      {open === 'delete' ? <Delete team={team} etag={etag} onClose={close} /> : null}
      {open === 'hand-back' ? <HandBack team={team} etag={etag} onClose={close} /> : null}
      {open === 'put-in' ? <PutIn team={team} onClose={close} /> : null}
    </>
  );
}

export function LookNow({ team }: { readonly team: Pick<Team, 'id' | 'displayName'> }) {
  const looking = useAct(
    (retryKey) =>
      call(reconcileTeam({ path: { teamId: team.id }, headers: { 'Idempotency-Key': retryKey } })).catch(
        (error: unknown) => {
          announce(sentenceOf(error));
          throw error;
        },
      ),
    () => {
      announce(t.team.look.done(team.displayName));
      readAnew(['team', team.id]);
    },
  );
  return (
    <Button data-write onPress={looking.run} isPending={looking.isPending}>
      {t.team.look.act}
    </Button>
  );
}

function Delete({ team, etag, onClose }: OfTeam & { readonly onClose: () => void }) {
  const navigate = useNavigate();
  const path = { teamId: team.id };
  return (
    <ActDialog
      title={t.team.delete.title(team.displayName)}
      onClose={onClose}
      version={etag}
      consequence={async () => {
        const { membersLost } = await foreseen(deleteTeam({ path, headers: { ...dryRun, 'If-Match': etag } }));
        const row = await queryClient.fetchQuery({ ...teamRowQuery(team), staleTime: 0 });
        return deleteText(membersLost?.count ?? row?.members);
      }}
      act={t.team.delete.act}
      isDanger
      send={() => call(deleteTeam({ path, headers: { 'If-Match': etag } }))}
      done={t.team.delete.done(team.displayName)}
      onDone={() => {
        void navigate({ to: '/teams' });
        queryClient.removeQueries({ queryKey: ['team', team.id] });
        readAnew('teams');
      }}
    />
  );
}

export function HandBack({ team, etag, onClose }: OfTeam & { readonly onClose: () => void }) {
  const provider = useProvider();
  const { data: row } = useQuery(teamRowQuery(team));
  const path = { teamId: team.id };
  return (
    <ActDialog
      title={t.team.handBack.title(team.displayName)}
      onClose={onClose}
      version={etag}
      consequence={async () => {
        const { changed } = await foreseen(handTeamBack({ path, headers: { ...dryRun, 'If-Match': etag } }));
        return changed ? handBackText(row?.members, provider) : t.team.handBack.nothing;
      }}
      act={t.team.handBack.act}
      send={(retryKey) => call(handTeamBack({ path, headers: { 'If-Match': etag, 'Idempotency-Key': retryKey } }))}
      done={t.team.handBack.done(team.displayName)}
      onDone={() => readAnew(['team', team.id], 'teams')}
    />
  );
}

/** What deleting a team comes to for those in it. */
export function deleteText(members: number | undefined): string {
  if (members === undefined) return t.team.delete.unknown;
  return members === 0 ? t.team.delete.nobody : t.team.delete.loses(members);
}

const handBackText = (members: number | undefined, provider: string): string =>
  `${t.team.handBack.stay(members)} ${t.team.handBack.after(provider)}`;
