import { deathOf, type NoticeCounts, type ProvisioningActivity, type ReconcilerStatus } from '@rollcall/contracts';
import { providerNamed } from '@rollcall/gateway-kit';
import type { ScimStatus } from '../contract/scim-status-shapes.js';
import type { Token } from '../contract/token-shapes.js';
import type { Known } from './provisioning-activity.js';
import { newestBy, newestDead, statesOf, waitingTakeovers, type Provisioning } from './provisioning-states.js';

type Status = ScimStatus;

const day = 86_400_000;

/** What waits beside tokens. */
interface WaitingCounts {
  readonly reconciler: ReconcilerStatus;
  readonly notices: NoticeCounts;
}

/** How provisioning does: the gravest and all that is so, what was asked last, and in numbers. */
export function statusOf(all: Provisioning, now: Date, scimUrl?: string): Status {
  const { tokens, reconciler, notices, known } = all;
  const working = tokens.filter(({ state }) => state === 'working');
  const lastDeath = newestDead(tokens);
  const lives = newestBy(working, ({ expiresAt }) => expiresAt);
  const lastRequestAt = newestBy(tokens, ({ lastUsedAt }) => lastUsedAt)?.lastUsedAt;
  const lastRefusalAt = newestBy(tokens, ({ lastRefusedAt }) => lastRefusedAt)?.lastRefusedAt;
  const held = reconciler.held.length;
  const { heldLeavers, kinds } = notices;
  const state = stateOf(working.length, lastDeath !== undefined, { reconciler, notices });
  return {
    state,
    sentence: sentences[state](lastDeath, { runs: held, leavers: heldLeavers }),
    states: statesOf(all, now),
    ...(scimUrl === undefined ? {} : { scimUrl }),
    workingTokens: working.length,
    reconciler: reconciler.mode,
    heldRuns: held,
    heldLeavers,
    waitingTakeovers: waitingTakeovers(notices),
    notices: kinds.map(({ kind, waiting, unseen }) => ({ kind, waiting, unseen })),
    ...(lastDeath ? { lastDeath } : {}),
    ...(lives ? { expiresInDays: Math.floor((Date.parse(lives.expiresAt) - now.getTime()) / day) } : {}),
    ...(lastRequestAt === undefined ? {} : { lastRequestAt }),
    ...(lastRefusalAt === undefined ? {} : { lastRefusalAt }),
    ...activityShown(known, lastRequestAt),
  };
}

type Shown = Pick<Status, 'activity' | 'unknown' | 'lastRequest' | 'lastRefusal' | 'counts24h' | 'provider'>;

/** @param lastUsedAt when a token was used last, as token-service knows it: also without an audit log */
function activityShown(known: Known, lastUsedAt: string | undefined): Shown {
  if (known.unknown !== undefined) {
    const lastRequest = lastUsedAt === undefined ? {} : { lastRequest: { at: lastUsedAt } };
    return { activity: 'unknown', unknown: known.unknown, ...lastRequest };
  }
  const { activity } = known;
  const { since, requests, changes, lastRefusal: refusal } = activity;
  const last = newestBy(activity.tokens, ({ lastRequestAt }) => lastRequestAt);
  const provider = providerNamed(last?.userAgent);
  const spoke = {
    ...(last?.userAgent === undefined ? {} : { userAgent: last.userAgent }),
    ...(provider === undefined ? {} : { provider }),
  };
  const at = last?.lastRequestAt ?? lastUsedAt;
  return {
    activity: 'known',
    counts24h: { since, ...requests, ...changes },
    ...(provider === undefined ? {} : { provider }),
    ...(at === undefined ? {} : { lastRequest: { at, ...spoke } }),
    ...(refusal ? { lastRefusal: refusalOf(refusal) } : {}),
  };
}

function refusalOf(entry: NonNullable<ProvisioningActivity['lastRefusal']>): NonNullable<Status['lastRefusal']> {
  const { at, code, status = 0, sentence, requestId = entry.id, detail } = entry;
  const answer = detail?.['answer'];
  return {
    at,
    ...(code === undefined ? {} : { code }),
    status,
    sentence,
    ...(typeof answer === 'string' ? { answer } : {}),
    requestId,
  };
}

function stateOf(working: number, hasDead: boolean, { reconciler, notices }: WaitingCounts): Status['state'] {
  const { mode, held } = reconciler;
  if (working === 0) return hasDead ? 'token-died' : 'no-token';
  if (mode === 'paused') return 'paused';
  if (notices.heldLeavers > 0) return 'held-leavers';
  return held.length > 0 ? 'held-runs' : 'working';
}

interface Held {
  readonly runs: number;
  readonly leavers: number;
}

const sentences: Readonly<Record<Status['state'], (dead: Token | undefined, held: Held) => string>> = {
  working: () => 'Provisioning works.',
  'no-token': () => 'No SCIM token was generated yet: generate one, and enter it in the identity provider.',
  'token-died': (dead) => {
    const who = dead?.creator ? ` (${dead.creator.userName})` : '';
    const when = dead?.endedAt === undefined ? '' : ` on ${dead.endedAt.slice(0, 10)}`;
    return `Provisioning has stopped: the SCIM token "${dead?.name ?? ''}" ${deathOf(dead)}${who}${when}. Generate a new one, and enter it in the identity provider.`;
  },
  paused: () => 'Provisioning works, but changes made to teams by hand are not put right: the reconciler is paused.',
  'held-leavers': (_, { leavers }) =>
    `Provisioning works, but the identity provider asked to make more people inactive within ten minutes than this account's limit allows. ${leavers === 1 ? 'One person is over the limit: still active, until an admin approves or declines' : `${leavers} people are over the limit: they are still active, until an admin approves or declines`} on the page Leavers.`,
  'held-runs': (_, { runs }) =>
    `Provisioning works, but ${runs === 1 ? 'one team has many members who are not in its group' : `${runs} teams have many members who are not in their groups`}. Nobody is put out until an admin approves on the page Reconciler.`,
};
