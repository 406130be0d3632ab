import { deathOf, type NoticeCounts, type NoticeKind, type ReconcilerStatus } from '@rollcall/contracts';
import type { ProvisioningState, StateFacts } from '../contract/scim-status-shapes.js';
import type { Token } from '../contract/token-shapes.js';
import { usedBy, type Known } from './provisioning-activity.js';
import { namedTeam } from './reconciler-view.js';
import type { UserBriefs } from './user-briefs.js';

/** All that the states of provisioning are made of. */
export interface Provisioning {
  readonly tokens: readonly Token[];
  readonly reconciler: ReconcilerStatus;
  readonly notices: NoticeCounts;
  readonly known: Known;
  readonly people: Pick<UserBriefs, 'actor' | 'named'>;
  /** Names of teams that are named in states. */
  readonly teamNames: ReadonlyMap<string, string>;
}

type Find = (all: Provisioning, now: Date) => readonly ProvisioningState[];

const dayMs = 86_400_000;
const warnedDays = 30;
const teamsNamed = 20;
const contestsNamed = 10;

/** The teams whose names `statesOf` uses. */
export const teamsInStates = ({ held, contended = [] }: ReconcilerStatus): string[] => [
  ...new Set([
    ...held.slice(0, teamsNamed).map(({ teamId }) => teamId),
    ...contended.slice(0, contestsNamed).map(({ teamId }) => teamId),
  ]),
];

/** All that is so beside that everything works, the gravest first. */
export function statesOf(all: Provisioning, now: Date): ProvisioningState[] {
  return finders.flatMap((find) => find(all, now));
}

const works = ({ tokens }: Provisioning) => tokens.filter(({ state }) => state === 'working');

const noToken: Find = ({ tokens }) =>
  tokens.length > 0
    ? []
    : [
        {
          code: 'no-token',
          severity: 'error',
          facts: {},
          sentence: 'No SCIM token was generated yet: nobody can provision people.',
          todo: 'Generate a token, and enter it in the identity provider.',
        },
      ];

const tokenDied: Find = (all) => {
  const dead = works(all).length > 0 ? undefined : newestDead(all.tokens);
  if (!dead) return [];
  const who = dead.creator ? ` (${dead.creator.userName})` : '';
  return [
    {
      code: 'token-died',
      severity: 'error',
      ...sinceOf(dead.endedAt),
      facts: { token: dead, ...refusedWith(dead, all.known) },
      sentence: `Provisioning has stopped: the SCIM token "${dead.name}" ${deathOf(dead)}${who}${on(dead.endedAt)}.`,
      todo: 'Generate a token, enter it in the identity provider, and have that repeat what failed: it does not do so by itself.',
    },
  ];
};

const deadTokenUsed: Find = (all) =>
  works(all).length === 0
    ? []
    : all.tokens.filter(isUsedThoughDead).map((dead) => ({
        code: 'dead-token-used',
        severity: 'warning',
        ...sinceOf(dead.endedAt),
        facts: { token: dead, ...refusedWith(dead, all.known) },
        sentence: `The SCIM token "${dead.name}" ${deathOf(dead)}${on(dead.endedAt)}, and is still used: its last request was refused${on(dead.lastRefusedAt)}.`,
        todo: 'Enter a token that works in the identity provider, or remove the app that uses this one.',
      }));

const tokenEndsSoon: Find = (all, now) => {
  const lives = newestBy(works(all), ({ expiresAt }) => expiresAt);
  const days = lives ? Math.floor((Date.parse(lives.expiresAt) - now.getTime()) / dayMs) : Infinity;
  if (!lives || days > warnedDays) return [];
  return [
    {
      code: 'token-ends-soon',
      severity: 'warning',
      facts: { token: lives, days },
      sentence: `The SCIM token "${lives.name}" ends${on(lives.expiresAt)}, and no other works longer.`,
      todo: 'Generate its successor now, and enter it in the identity provider: both may work at the same time.',
    },
  ];
};

const notEnforced: Find = ({ reconciler, people }) => {
  const { mode, setting } = reconciler;
  if (mode === 'enforce') return [];
  const by = setting && people.actor(setting.by);
  const name = by?.person?.userName ?? (by?.kind === 'operator' ? `the operator ${by.id}` : undefined);
  const who = name === undefined ? '' : ` by ${name}`;
  const why = setting?.reason === undefined ? '' : `: ${setting.reason}`;
  const until = setting?.until === undefined ? '' : ` It ends by itself${on(setting.until)}.`;
  const what = mode === 'paused' ? 'is paused' : 'only reports';
  return [
    {
      code: mode,
      severity: mode === 'paused' ? 'warning' : 'info',
      ...sinceOf(setting?.since),
      facts: setting
        ? {
            ...(by ? { by } : {}),
            ...(setting.reason === undefined ? {} : { reason: setting.reason }),
            ...(setting.until === undefined ? {} : { until: setting.until }),
          }
        : {},
      sentence: `Pushed groups still arrive, but changes made to their teams by hand are not put right: the reconciler ${what}${setting ? ` since${on(setting.since).replace(' on', '')}` : ''}${who}${why}.${until}`,
      todo: 'Look where teams and groups differ, then set the reconciler to enforce: all of it is put right then.',
    },
  ];
};

const paused: Find = (all, now) => (all.reconciler.mode === 'paused' ? notEnforced(all, now) : []);
const reportOnly: Find = (all, now) => (all.reconciler.mode === 'report-only' ? notEnforced(all, now) : []);

const heldLeavers: Find = ({ notices }) =>
  notices.heldLeavers === 0
    ? []
    : [
        {
          code: 'held-leavers',
          severity: 'warning',
          ...sinceOf(oldest(notices, 'leavers-held')),
          facts: { count: notices.heldLeavers },
          sentence: `The identity provider asked to make more people inactive within ten minutes than this account's limit allows. ${notices.heldLeavers === 1 ? 'One person is over the limit: still active, until an admin decides.' : `${notices.heldLeavers} people are over the limit: they are still active, until an admin decides.`}`,
          todo: 'Look on the page Leavers who they are, then approve or decline.',
        },
      ];

const heldRuns: Find = ({ reconciler: { held }, teamNames }) =>
  held.length === 0
    ? []
    : [
        {
          code: 'held-runs',
          severity: 'warning',
          ...sinceOf(held.map(({ since }) => since).sort()[0]),
          facts: {
            count: held.length,
            teams: held.slice(0, teamsNamed).map((run) => namedTeam(run.teamId, teamNames)),
          },
          sentence: `${counted(held.length, 'team has many members who are not in its group', 'teams have many members who are not in their groups')}: more than the limit for putting people out at once. Nobody is put out until an admin approves.`,
          todo: 'Look on the page Reconciler who would be put out; then approve, or add the people to the group in the identity provider.',
        },
      ];

const takeoversWaiting: Find = ({ notices }) => {
  const count = waitingTakeovers(notices);
  if (count === 0) return [];
  return [
    {
      code: 'takeovers-waiting',
      severity: 'warning',
      ...sinceOf(oldest(notices, 'takeover-waiting')),
      facts: { count },
      sentence: `${counted(count, 'group of the identity provider waits for an admin. If it is allowed, it takes over', 'groups of the identity provider wait for an admin. Each that is allowed takes over')} a team here: the team then has the members of the group.`,
      todo: 'Look on the page Takeovers who would gain and who would lose access, then allow or decline.',
    },
  ];
};

const auditStreamFailing: Find = ({ known }) => {
  const failing = known.unknown === undefined ? known.activity.failingStreams : undefined;
  if (!failing) return [];
  const { count, since } = failing;
  return [
    {
      code: 'audit-stream-failing',
      severity: 'warning',
      since,
      facts: { count },
      sentence: `${counted(count, 'receiver of the audit log has', 'receivers of the audit log have')} accepted nothing since${on(since).replace(' on', '')}. Nothing is lost: the entries are kept here, and sent when ${count === 1 ? 'it accepts' : 'they accept'} them again.`,
      todo: 'Look what is wrong with the receiver, and repair it there (Settings, or GET /api/audit/streams). Sending goes on by itself where it stopped.',
    },
  ];
};

const contended: Find = ({ reconciler, people, teamNames }) =>
  (reconciler.contended ?? []).slice(0, contestsNamed).map(({ teamId, userId, evictions, lastAt }) => {
    const { person } = people.named(userId);
    const team = teamNames.get(teamId);
    return {
      code: 'contended',
      severity: 'warning',
      since: lastAt,
      facts: { teams: [namedTeam(teamId, teamNames)], userId, ...(person ? { person } : {}), evictions },
      sentence: `${person?.userName ?? 'Somebody'} is not in the group of ${team === undefined ? 'a team' : `the team "${team}"`}, but is put into the team by hand again and again, and was put out ${evictions} times.`,
      todo: 'Find the person or script that does it, or add the person to the group in the identity provider.',
    };
  });

/** In the order in which they are shown. */
const finders: readonly Find[] = [
  noToken,
  tokenDied,
  paused,
  heldLeavers,
  heldRuns,
  takeoversWaiting,
  auditStreamFailing,
  contended,
  deadTokenUsed,
  tokenEndsSoon,
  reportOnly,
];

export const waitingTakeovers = ({ kinds }: NoticeCounts): number =>
  kinds.find(({ kind }) => kind === 'takeover-waiting')?.waiting ?? 0;

const oldest = ({ kinds }: NoticeCounts, wanted: NoticeKind) => kinds.find(({ kind }) => kind === wanted)?.since;

/** A token that ended, whose requests have been refused since. */
const isUsedThoughDead = ({ state, endedAt, lastRefusedAt }: Token) =>
  state !== 'working' && endedAt !== undefined && lastRefusedAt !== undefined && lastRefusedAt > endedAt;

export const newestDead = (tokens: readonly Token[]): Token | undefined =>
  newestBy(
    tokens.filter(({ state }) => state !== 'working'),
    ({ endedAt }) => endedAt,
  );

export function newestBy<Item>(items: readonly Item[], time: (item: Item) => string | undefined): Item | undefined {
  return items
    .filter((item) => time(item) !== undefined)
    .sort((a, b) => ((time(a) ?? '') < (time(b) ?? '') ? 1 : -1))[0];
}

function refusedWith({ id }: Token, known: Known): Pick<StateFacts, 'refused24h'> {
  return known.unknown === undefined ? { refused24h: usedBy(id, known.activity)?.refused ?? 0 } : {};
}

const sinceOf = (since: string | undefined) => (since === undefined ? {} : { since });
const counted = (count: number, one: string, many: string) => (count === 1 ? `One ${one}` : `${count} ${many}`);
/** A time in a sentence, to the minute. */
const on = (time: string | undefined) =>
  time === undefined ? '' : ` on ${time.slice(0, 10)} at ${time.slice(11, 16)} UTC`;
