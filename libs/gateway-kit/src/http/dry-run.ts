import type { CommandDefinition, Reply, WouldChange } from '@rollcall/contracts';
import type { FastifyReply } from 'fastify';
import { Failure } from '../failures/failure.js';

/** The request's header, and the answer's. */
export const dryRunHeader = 'rollcall-dry-run';
/** What would change, where the answer has no body to say it in. */
export const wouldChangeHeader = 'rollcall-would-change';

/** Has a command decided beside others of the same dry run, as one of them. */
export type DecideTogether = <Input extends object, Body extends object>(
  definition: CommandDefinition<Input, Body>,
  payload: Input,
) => Promise<Reply<Body>>;

/** A request that asks what a write would do (rule 26). */
export class DryRun {
  /** @param decide of an operation of several, which are decided together; by itself it is a command that is marked */
  constructor(readonly decide?: DecideTogether) {}

  /** Set when the service has decided; absent where it refused. */
  wouldChange?: WouldChange;
}

/**
 * The dry run that a write asks for by its header; undefined where it is to be carried out.
 * @throws Failure `dry-run-invalid` for any other value: a slip must not carry out what was only asked about
 */
export function dryRunIn(header: string | string[] | undefined): DryRun | undefined {
  if (header === undefined) return undefined;
  const value = String(header).trim().toLowerCase();
  if (value === 'true') return new DryRun();
  if (value === 'false') return undefined;
  throw new Failure('dry-run-invalid');
}

/**
 * The headers of a dry run's answer. `ETag` and `Location` are left out: what they would name is nowhere, and a later version could
 * have the same number by another change.
 */
export function setDryRunHeaders(reply: FastifyReply, { wouldChange }: DryRun, body: unknown): void {
  reply.header(dryRunHeader, 'true').removeHeader('etag').removeHeader('location');
  const isBodiless = body === undefined || body === null || body === '';
  if (wouldChange && isBodiless) reply.header(wouldChangeHeader, shortText(wouldChange));
}

const idsInHeader = 50;

/** ASCII, and short enough for a header: attributes by name only, and few ids. */
function shortText({ attributes, ...rest }: WouldChange): string {
  const short = JSON.stringify(
    { ...rest, attributes: attributes.map(({ attribute }) => attribute) },
    (key, value: unknown) => (key === 'ids' && Array.isArray(value) ? value.slice(0, idsInHeader) : value),
  );
  return short.replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
