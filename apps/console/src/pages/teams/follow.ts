import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ListRunsResponse, MemberPutRight, WouldChange } from '../../api/generated/types.gen';
import { announce } from '../../shell/announcer';
import { t } from '../../texts';
import { seconds } from '../../texts/format';
import { lagOf } from '../../texts/put-right';
import { latestRunsQuery } from './team-data';

type Runs = ListRunsResponse['items'];

/** A change by hand of which the reconciler has a word to say. */
export interface Change {
  readonly teamId: string;
  readonly userId: string;
  readonly name: string;
  readonly side: 'evicted' | 'restored';
  /** When the team had it, by the clock of the service. */
  readonly at: string;
  readonly mode: NonNullable<WouldChange['reconciler']>['mode'];
}

/** What came of a change by hand; undefined as long as nothing is known. */
export function outcomeOf(change: Change, runs: Runs, provider: string): string | undefined {
  const { name, side, mode } = change;
  if (mode !== 'enforce') {
    if (side === 'restored') return t.team.staysOut(name);
    return mode === 'paused' ? t.team.staysPaused(name) : t.team.staysReported(name);
  }
  for (const run of runs) {
    const who = run.outcome === 'done' ? run[side].find((each) => isOf(each, change, run.startedAt)) : undefined;
    if (!who) continue;
    const after = seconds(lagOf(who.at ?? change.at, run));
    return (side === 'evicted' ? t.reconciler.selfDone : t.reconciler.selfRestored)(name, after, provider);
  }
  return undefined;
}

/** Clocks of several instances of a service differ by little. */
const slackMs = 500;

const isOf = ({ userId }: MemberPutRight, change: Change, startedAt: string) =>
  userId === change.userId && Date.parse(startedAt) >= Date.parse(change.at) - slackMs;

let followed: Change | undefined;
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Watches what becomes of a change, on whatever part of the team's page. */
export function follow(change: Change | undefined): void {
  followed = change;
  for (const listener of listeners) listener();
}

const pollMs = 1_000;
const patienceMs = 15_000;

/**
 * What became of the change that was made last to this team: a hint brings the run that put it right, and where hints are interrupted
 * the page asks by itself.
 */
export function useFollowed(teamId: string, provider: string): string | undefined {
  const change = useSyncExternalStore(subscribe, () => (followed?.teamId === teamId ? followed : undefined));
  const [isOver, setOver] = useState(false);
  const isAsked = change !== undefined && change.mode === 'enforce' && !isOver;
  const { data } = useQuery({
    ...latestRunsQuery(teamId),
    enabled: isAsked,
    refetchInterval: isAsked ? pollMs : false,
  });
  const outcome = change && outcomeOf(change, data?.items ?? [], provider);
  useEffect(() => {
    setOver(false);
    if (!change) return undefined;
    const end = setTimeout(() => setOver(true), patienceMs);
    return () => clearTimeout(end);
  }, [change]);
  useEffect(() => {
    if (!outcome) return;
    announce(outcome);
    setOver(true);
  }, [outcome]);
  if (!change) return undefined;
  return outcome ?? (isOver ? t.team.unsettled(change.name) : t.team.waiting(change.name));
}
