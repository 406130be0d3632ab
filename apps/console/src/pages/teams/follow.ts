import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { Listeners } from '../../api/listeners';
import { announce } from '../../shell/announcer';
import { t } from '../../texts';
import { outcomeOf, type Change } from './outcome-of';
import { latestRunsQuery } from './team-data';

let followed: Change | undefined;
const listeners = new Listeners();

/** Watches what becomes of a change, on whatever part of the team's page. */
export function follow(change: Change | undefined): void {
  followed = change;
  listeners.tell();
}

const pollMs = 1_000;
const giveUpAfterMs = 15_000;

/**
 * What became of the change that was made last to this team: a hint brings the run that put it right, and where hints are interrupted
 * the page asks by itself.
 */
export function useFollowed(teamId: string, provider: string): string | undefined {
  const change = useSyncExternalStore(listeners.subscribe, () => (followed?.teamId === teamId ? followed : undefined));
  const [gaveUpOn, setGivenUp] = useState<Change>();
  const isOver = change !== undefined && gaveUpOn === change;
  const { data } = useQuery({
    ...latestRunsQuery(teamId),
    enabled: change?.mode === 'enforce' && !isOver,
    refetchInterval: ({ state }) => (change && outcomeOf(change, state.data?.items ?? [], provider) ? false : pollMs),
  });
  const outcome = change && outcomeOf(change, data?.items ?? [], provider);
  useEffect(() => {
    if (!change || outcome) return undefined;
    const end = setTimeout(() => setGivenUp(change), giveUpAfterMs);
    return () => clearTimeout(end);
  }, [change, outcome]);
  useEffect(() => {
    if (outcome) announce(outcome);
  }, [outcome]);
  if (!change) return undefined;
  return outcome ?? (isOver ? t.team.unsettled(change.name) : t.team.waiting(change.name));
}
