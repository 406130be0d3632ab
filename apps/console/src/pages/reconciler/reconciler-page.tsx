import { useQuery } from '@tanstack/react-query';
import type { Reconciler } from '../../api/generated/types.gen';
import { Loaded } from '../../parts/loaded';
import { Page } from '../../parts/page';
import { t } from '../../texts';
import { reconcilerQuery } from '../teams/team-data';
import { ApprovedRuns } from './approved-runs';
import { Contended } from './contended';
import { DriftingTeams } from './drifting-teams';
import { HeldRuns } from './held-runs';
import { Lag } from './lag';
import { ModeCard } from './mode-card';
import { Runs } from './runs';

/** What the reconciler does, what waits for an admin, and what it did. */
export function ReconcilerPage() {
  const query = useQuery(reconcilerQuery);
  return (
    <Page title={t.shell.places.reconciler} about={t.reconciler.about}>
      <Loaded query={query}>{(status) => <Now status={status} />}</Loaded>
      {/* Not before what stands above them: it would move them down. */}
      {query.isPending ? null : (
        <>
          <Runs />
          <Lag />
        </>
      )}
    </Page>
  );
}

function Now({ status }: { readonly status: Reconciler }) {
  return (
    <>
      <ModeCard status={status} />
      {status.held.length > 0 ? <HeldRuns held={status.held} /> : null}
      {status.approved.length > 0 ? <ApprovedRuns approved={status.approved} mode={status.mode} /> : null}
      {status.contended.length > 0 ? <Contended contended={status.contended} /> : null}
      {status.mode === 'enforce' ? null : <DriftingTeams />}
    </>
  );
}
