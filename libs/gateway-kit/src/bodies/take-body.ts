import type { FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { largeBytes, type BodyBudget } from './body-budget.js';
import { collectBody } from './collect-body.js';

export interface BodyOptions {
  /** Where bodies can be large: shares out the memory for them. */
  readonly largeBodies?: {
    readonly budget: BodyBudget;
    /** The account that has been admitted. */
    accountOf(this: void, request: FastifyRequest): string;
    /** Waits until the account's other large bodies have been dealt with. Gives what is to be called when this one is parsed. */
    turn(this: void, request: FastifyRequest): Promise<() => void>;
  };
  /** Parses a body, or throws the failure. */
  readBody(this: void, request: FastifyRequest, bytes: Buffer): unknown;
}

/** A body of so many bytes keeps the thread for longer than others should wait, with all that is done for it. */
const muchBytes = 16_384;

/** How long the body of a request may take to arrive. */
const withinMs = 20_000;

/**
 * Reads and parses the body of an admitted request. Memory for a large body is taken before the first byte is read, and
 * given back when the body is parsed.
 */
export async function takeBody(request: FastifyRequest, stream: Readable, options: BodyOptions): Promise<unknown> {
  const { largeBodies, readBody } = options;
  const limit = request.routeOptions.bodyLimit;
  const announced = request.headers['content-length'];
  const length = announced === undefined ? undefined : Number(announced);
  let giveBack = () => {};
  let endTurn = () => {};
  let isOver = false;
  const takeBytes = async (bytes: number): Promise<void> => {
    if (!largeBodies) return;
    const give = await largeBodies.budget.take(largeBodies.accountOf(request), bytes);
    if (isOver)
      give(); // the client went, or its time was over, while the body waited for its turn
    else giveBack = give;
  };
  try {
    if (length !== undefined && length > largeBytes && length <= limit) await takeBytes(length);
    const pauseMs = (read: number) => largeBodies?.budget.pauseMs(read) ?? 0;
    const bytes = await collectBody(stream, { limit, length, withinMs, pauseMs, beforeMore: () => takeBytes(limit) });
    if (largeBodies && bytes.length > muchBytes) endTurn = await largeBodies.turn(request);
    return await readBody(request, bytes);
  } finally {
    isOver = true;
    endTurn();
    giveBack();
  }
}
