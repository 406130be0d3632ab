import {
  DryRunQueries,
  fits,
  type CommandDefinition,
  type Reply,
  type WouldBeMessage,
  type WouldBeResult,
} from '@rollcall/contracts';
import { queryOptions } from '@rollcall/gateway-kit';
import type { BulkEndpoint } from '@rollcall/scim';
import type { InternalHttpClient } from '@rollcall/service-kit';
import type { Call } from '../http/request-context.js';

/** Asks the owners of people and of teams what several commands would do one after the other (rule 26). */
export class WouldBeDecisions {
  constructor(private readonly services: Readonly<Record<BulkEndpoint, Pick<InternalHttpClient, 'ask'>>>) {}

  /** @throws Refusal, ServiceUnavailable */
  ask(endpoint: BulkEndpoint, messages: readonly WouldBeMessage[], call: Call): Promise<WouldBeResult[]> {
    const query = endpoint === '/Users' ? DryRunQueries.ofUsers : DryRunQueries.ofTeams;
    return this.services[endpoint].ask(query, { accountId: call.accountId, messages }, queryOptions(call));
  }
}

/** @throws Error where a reply is not what the command's definition says */
export function wouldBeReply<Body extends object>(
  { type, reply: shape }: Pick<CommandDefinition<object, Body>, 'type' | 'reply'>,
  given: object,
): Reply<Body> {
  const reply = given as Reply; // as its sender says
  if (!reply.ok) return reply;
  const { body } = reply;
  if (!fits(shape, body)) throw new Error(`the reply to a dry run of ${type} cannot be read`);
  return { ...reply, body };
}
