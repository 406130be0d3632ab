import type { ProvisioningState } from '../api/generated/types.gen';
import { dateTime } from './format';
import { t } from './index';
import { actorName, briefName } from './people';

type Facts = ProvisioningState['facts'];
type Said = Pick<ProvisioningState, 'code' | 'facts' | 'since' | 'sentence'>;

/**
 * A state of provisioning as a sentence with names and times of the reader; where facts are missing, or the state is of a later
 * version, the API's own.
 * @param provider what to call the identity provider
 */
export function stateSentence(state: Said, provider: string): string {
  return madeOf(state, provider) ?? state.sentence;
}

function madeOf({ code, facts, since }: Said, provider: string): string | undefined {
  const { token, count } = facts;
  switch (code) {
    case 'no-token':
      return t.states.noToken;
    case 'token-died':
      return token && ending(token) && t.states.tokenDied(token.name, ending(token) ?? '');
    case 'dead-token-used':
      return deadTokenUsed(facts);
    case 'token-ends-soon':
      return token && t.states.tokenEndsSoon(token.name, dateTime(token.expiresAt));
    case 'paused':
      return facts.by && since && notEnforced(t.states.paused(dateTime(since), actorName(facts.by, provider)), facts);
    case 'report-only':
      return (
        facts.by && since && notEnforced(t.states.reportOnly(dateTime(since), actorName(facts.by, provider)), facts)
      );
    case 'held-leavers':
      return count ? t.states.heldLeavers(count) : undefined;
    case 'held-runs':
      return count ? t.states.heldRuns(count) : undefined;
    case 'takeovers-waiting':
      return count ? t.states.takeoversWaiting(count) : undefined;
    case 'audit-stream-failing':
      return count && since ? t.states.auditStreamFailing(count, dateTime(since)) : undefined;
    case 'contended':
      return contended(facts);
    default:
      return undefined;
  }
}

/** How a token ended, as the rest of a sentence about it. */
function ending({ state, endedAt, creator }: NonNullable<Facts['token']>): string | undefined {
  const words: Readonly<Record<string, (at: string, who: string) => string>> = t.states.ended;
  return endedAt && words[state]?.(dateTime(endedAt), creator ? briefName(creator) : t.states.maker);
}

function deadTokenUsed({ token }: Facts): string | undefined {
  const ended = token && ending(token);
  if (!ended || !token.lastRefusedAt) return undefined;
  return t.states.deadTokenUsed(token.name, ended, dateTime(token.lastRefusedAt));
}

function notEnforced(sentence: string, { reason, until }: Facts): string {
  const whole = `${sentence}${reason ? t.states.because(reason) : ''}.`;
  return until ? `${whole} ${t.states.until(dateTime(until))}` : whole;
}

function contended({ person, teams, evictions }: Facts): string | undefined {
  const team = teams?.[0]?.displayName;
  if (!person || !team || evictions === undefined) return undefined;
  return t.states.contended(briefName(person), team, evictions);
}
