import { deathOf, type NoticeCounts, type ReconcilerStatus } from '@rollcall/contracts';
import type { AnswerOf } from '../contract/define-route.js';
import type { scimStatus, Token } from '../contract/scim-routes.js';

type Status = AnswerOf<typeof scimStatus>;

const day = 86_400_000;

/** What waits beside tokens. */
interface Waiting {
  readonly reconciler: ReconcilerStatus;
  readonly notices: NoticeCounts;
}

/** The banners about provisioning, the most severe first. */
export function statusOf(tokens: readonly Token[], waiting: Waiting, now: Date): Status {
  const { reconciler, notices } = waiting;
  const working = tokens.filter(({ state }) => state === 'working');
  const lastDeath = newest(
    tokens.filter(({ state }) => state !== 'working'),
    ({ endedAt }) => endedAt,
  );
  const lives = newest(working, ({ expiresAt }) => expiresAt);
  const lastRequestAt = newest(tokens, ({ lastUsedAt }) => lastUsedAt)?.lastUsedAt;
  const lastRefusalAt = newest(tokens, ({ lastRefusedAt }) => lastRefusedAt)?.lastRefusedAt;
  const held = reconciler.held.length;
  const { heldLeavers, kinds } = notices;
  const state = stateOf(working.length, lastDeath !== undefined, waiting);
  return {
    state,
    sentence: sentences[state](lastDeath, { runs: held, leavers: heldLeavers }),
    workingTokens: working.length,
    reconciler: reconciler.mode,
    heldRuns: held,
    heldLeavers,
    notices: [...kinds],
    ...(lastDeath ? { lastDeath } : {}),
    ...(lives ? { expiresInDays: Math.floor((Date.parse(lives.expiresAt) - now.getTime()) / day) } : {}),
    ...(lastRequestAt === undefined ? {} : { lastRequestAt }),
    ...(lastRefusalAt === undefined ? {} : { lastRefusalAt }),
  };
}

function stateOf(working: number, hasDead: boolean, { reconciler, notices }: Waiting): Status['state'] {
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
  paused: () => 'Provisioning works, but teams are not put right: the reconciler is paused.',
  'held-leavers': (_, { leavers }) =>
    `Provisioning works, but ${leavers} people whom the identity provider lets go are held: approve or decline (GET /api/leavers).`,
  'held-runs': (_, { runs }) => `Provisioning works, but ${runs} changes of teams are held: look at the reconciler.`,
};

function newest<Item>(items: readonly Item[], time: (item: Item) => string | undefined): Item | undefined {
  return items
    .filter((item) => time(item) !== undefined)
    .sort((a, b) => ((time(a) ?? '') < (time(b) ?? '') ? 1 : -1))[0];
}
