import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '../../api/me';
import { useProvider } from '../../api/provider';
import { settingsQuery } from '../../api/settings';
import { Note } from '../../parts/state';
import { t } from '../../texts';
import { dateTime } from '../../texts/format';
import { ReleaseButton } from '../reconciler/release';
import { reconcilerQuery, type Team } from './team-data';

/** Whether people may be put into teams of the directory by hand, and taken out. Known to who may see the settings. */
export function useHandsAreRefused(): boolean {
  const may = useMay();
  const { data } = useQuery({ ...settingsQuery, enabled: may('scim.read') });
  return data?.items.some(({ name, value }) => name === 'manualChanges' && value === 'refuse') ?? false;
}

/** Whether hands may change who is in a team: the right to, and a team where that is not refused. */
export function useMayChangeMembers({ ownedBy }: Team): boolean {
  const may = useMay();
  const isRefused = useHandsAreRefused();
  return may('teams.manage') && !(ownedBy === 'directory' && isRefused);
}

/** What is to be known before anybody changes this team. */
export function TeamNotes({ team }: { readonly team: Team }) {
  const may = useMay();
  const { data: status } = useQuery({ ...reconcilerQuery, enabled: may('reconciler.read') });
  const provider = useProvider();
  const isRefused = useHandsAreRefused();
  if (team.ownedBy !== 'directory') return null;
  const held = status?.held.find(({ teamId }) => teamId === team.id);
  return (
    <>
      {held ? (
        <Note
          tone="held"
          actions={
            <>
              <Link to="/teams/$teamId" params={{ teamId: team.id }} search={{ tab: 'drift' }}>
                {t.team.release.see}
              </Link>
              <ReleaseButton held={held} />
            </>
          }
        >
          <p>{t.team.heldNote(dateTime(held.since))}</p>
        </Note>
      ) : null}
      <Note tone="neutral">
        <p>{may('teams.manage') ? keptText(status?.mode, isRefused, provider) : t.team.keptBriefly}</p>
      </Note>
    </>
  );
}

/** What becomes of changes by hand in a team that the directory keeps. */
export function keptText(mode: string | undefined, isRefused: boolean, provider: string): string {
  if (isRefused) return t.team.keptRefused(provider);
  return (mode ?? 'enforce') === 'enforce' ? t.team.kept(provider) : t.team.keptReported(provider);
}
