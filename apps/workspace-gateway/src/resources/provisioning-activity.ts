import { AuditQueries, type ProvisioningActivity, type TokenActivity } from '@rollcall/contracts';
import { Failure, type Queries } from '@rollcall/gateway-kit';
import { ServiceUnavailable } from '@rollcall/service-kit';
import type { Token, TokenInUse } from '../contract/token-shapes.js';
import type { Call } from '../http/request-context.js';

/** So long a page waits for what the audit log knows: it is shown without. */
const waitsMs = 2_000;
/** Of so many tokens, the newest, it is asked what they were used for. */
const tokensAsked = 200;

/** What the audit log knows of provisioning, or why that is not known. */
export type Known =
  { readonly activity: ProvisioningActivity; readonly unknown?: undefined } | { readonly unknown: string };

/**
 * Asks what tokens were used for. Where the installation has no audit log, or it does not answer in time, that is the answer.
 * @param tokenIds of the account, newest first
 */
export async function activityOf(queries: Queries, tokenIds: readonly string[], call: Call): Promise<Known> {
  const asked = { accountId: call.accountId, tokenIds: tokenIds.slice(0, tokensAsked) };
  const soon = { ...call, leftMs: Math.min(call.leftMs / 2, waitsMs) };
  try {
    return { activity: await queries.ask(AuditQueries.provisioning, asked, soon) };
  } catch (error) {
    const unknown = whyUnknown(error);
    if (unknown === undefined) throw error;
    return { unknown };
  }
}

function whyUnknown(error: unknown): string | undefined {
  if (error instanceof ServiceUnavailable)
    return 'The audit log does not answer at the moment: it is not known how often was asked and refused.';
  if (error instanceof Failure && error.code === 'audit-not-installed')
    return 'This installation has no audit log: it is not known how often was asked and refused.';
  return undefined;
}

/** A token with what it was used for, where that is known. */
export function tokenInUse(token: Token, known: Known): TokenInUse {
  if (known.unknown !== undefined) return token;
  const used = usedBy(token.id, known.activity);
  const { userAgent, lastRefusalCode } = used ?? {};
  return {
    ...token,
    requests24h: used?.requests ?? 0,
    refused24h: used?.refused ?? 0,
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(lastRefusalCode === undefined ? {} : { lastRefusalCode }),
  };
}

export const usedBy = (tokenId: string, { tokens }: ProvisioningActivity): TokenActivity | undefined =>
  tokens.find((each) => each.tokenId === tokenId);
