import type { TokenProvider } from '@rollcall/contracts';
import { RequestContext, type CommandCall, type Secret } from '@rollcall/gateway-kit';
import type { Leniency, PatchBudget, Reading, ScimError } from '@rollcall/scim';
import type { RecordedRefusal } from '../request-log/recorded-refusal.js';
import type { FastifyRequest } from 'fastify';

/** The owner of a valid token. */
export interface Caller {
  readonly accountId: string;
  readonly tokenId: string;
  /** The admin who made the token. */
  readonly creatorId: string;
  /** What the token's requests may have beyond the standard. */
  readonly leniency: Leniency;
  /** The identity provider that the token is for, if its admin said it. */
  readonly provider?: TokenProvider;
}

/** What is known about one request, from its first byte until it is recorded. */
export class ScimRequestContext extends RequestContext {
  /** Set when the token was valid. */
  caller?: Caller;
  /** Taken out of the body by the parser, before other code sees the body. */
  password?: Secret;
  /** Of a change of a user: the refusal of a body that holds what cannot be stored. */
  unstorable?: ScimError | undefined;
  /** The resource that the request named or created. */
  resourceId?: string;
  /** Why it was refused, for the record. */
  refusal?: RecordedRefusal;
  /** Where a bad token came from: records of many such requests are sampled. */
  badTokenFrom?: string;
  /** Whose token it was that works no more: the account is told, and has no part in the request. */
  deadToken?: Pick<Caller, 'accountId' | 'tokenId'>;
  /** The account that sent more than its share: records of many such requests are sampled. */
  floodFrom?: string;
  /** Whether it is counted among those that have a record. */
  isCounted = false;
  /** The template of the route, where none of its handlers ran. */
  route?: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the public port as the first step of a request. */
    scim: ScimRequestContext;
  }
}

/** What is known about one write: a request of its own, or an operation of a bulk request. */
export type WriteContext = Pick<
  ScimRequestContext,
  'id' | 'caller' | 'traceparent' | 'leftMs' | 'password' | 'unstorable' | 'resourceId' | 'dryRun'
>;

/** A write as its handler sees it; Fastify's request is one. */
export interface WriteRequest extends Pick<FastifyRequest, 'params' | 'headers' | 'body'> {
  readonly scim: WriteContext;
  /** What the PATCHes of a bulk request may ask for, all together. */
  readonly patchBudget?: PatchBudget;
}

/** What a service client needs to know about the request: its actor is the token. */
export type Call = CommandCall;

/**
 * The call for a service client. Create it just before it is sent, since it holds the time that is left.
 * @throws Error where the request has no valid token: a defect, since the hook refuses such requests before any handler
 */
export function callOf({ scim }: Pick<WriteRequest, 'scim'>): Call {
  const { caller, id: requestId, traceparent, leftMs, dryRun } = scim;
  if (!caller) throw new Error('a handler ran for a request without a caller');
  const { accountId, tokenId } = caller;
  return { accountId, actor: { kind: 'directory', id: tokenId }, requestId, traceparent, leftMs, dryRun };
}

/** The identity provider that speaks: the one that the token is for, or what the request says in its User-Agent (rule 21). */
export const speakerOf = ({
  headers,
  scim,
}: {
  readonly headers: FastifyRequest['headers'];
  readonly scim: Pick<WriteContext, 'caller'> | undefined;
}): string | undefined => scim?.caller?.provider ?? headers['user-agent'];

/** How the token of a request wants it read; where there is no token, nothing is read. */
export const readingOf = ({ scim }: { readonly scim: Pick<WriteContext, 'caller'> }): Reading => ({
  leniency: scim.caller?.leniency,
});
