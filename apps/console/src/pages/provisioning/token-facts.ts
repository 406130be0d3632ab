import type { TokenInUse } from '../../api/generated/types.gen';
import type { Tone } from '../../parts/state';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** How near the end of a token is: `far` is more than 30 days away. Warned is at 30 days, 7 and one. */
export type Nearness = 'far' | 'month' | 'week' | 'day';

/** How near an end is, and in how many days it comes, rounded down. */
export function nearnessOf(expiresAt: string, now: number): { readonly nearness: Nearness; readonly days: number } {
  const left = Date.parse(expiresAt) - now;
  const days = Math.max(0, Math.floor(left / dayMs));
  if (left <= dayMs) return { nearness: 'day', days };
  if (left <= 7 * dayMs) return { nearness: 'week', days };
  return { nearness: left <= 30 * dayMs ? 'month' : 'far', days };
}

/** The colour of a token's state: dead ones that were ended on purpose are nothing to worry about. */
export function toneOf({ state, expiresAt }: Pick<TokenInUse, 'state' | 'expiresAt'>, now: number): Tone {
  if (state === 'revoked') return 'neutral';
  if (state !== 'working') return 'danger';
  const { nearness } = nearnessOf(expiresAt, now);
  return nearness === 'far' ? 'ok' : nearness === 'day' ? 'danger' : 'warn';
}

type Use = Pick<TokenInUse, 'state' | 'lastUsedAt' | 'requests24h' | 'refused24h'>;

/** Whether a request with the token was answered. The log of requests knows it seconds before the list of tokens. */
const isUsed = ({ lastUsedAt, requests24h = 0, refused24h = 0 }: Use) =>
  lastUsedAt !== undefined || requests24h > refused24h;

/** Whether who revokes a token must type its name: it works, and was used within the last hour. */
export function asksForName(token: Use, now: number): boolean {
  const { state, lastUsedAt } = token;
  const isRecent = lastUsedAt === undefined ? isUsed(token) : now - Date.parse(lastUsedAt) < hourMs;
  return state === 'working' && isRecent;
}

export type Lifetime = 'days90' | 'year1' | 'years2' | 'until';

/**
 * When a new token is to end.
 * @param day as in "2027-03-01", where the lifetime is `until`: the token works on that day still
 * @returns RFC 3339 in UTC; undefined where no day is given
 */
export function endOf(lifetime: Lifetime, day: string, now: number): string | undefined {
  if (lifetime === 'until') {
    const end = Date.parse(`${day}T23:59:59Z`);
    return Number.isNaN(end) ? undefined : new Date(end).toISOString();
  }
  const end = new Date(now);
  if (lifetime === 'days90') end.setUTCDate(end.getUTCDate() + 90);
  else end.setUTCFullYear(end.getUTCFullYear() + (lifetime === 'year1' ? 1 : 2));
  // A little less: two years from now are refused when the clock here is ahead.
  return new Date(end.getTime() - (lifetime === 'years2' ? hourMs : 0)).toISOString();
}

/** Tokens that work first, then those that died, the newest first. */
export function split(tokens: readonly TokenInUse[]): { readonly working: TokenInUse[]; readonly dead: TokenInUse[] } {
  return {
    working: tokens.filter(({ state }) => state === 'working'),
    dead: tokens.filter(({ state }) => state !== 'working'),
  };
}

/** What has become of a token that was just made. */
export type FirstUse = 'waiting' | 'works' | 'dead' | 'gone';

export function firstUseOf(token: Use | undefined): FirstUse {
  if (!token) return 'gone';
  if (token.state !== 'working') return 'dead';
  return isUsed(token) ? 'works' : 'waiting';
}
