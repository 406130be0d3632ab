import type { FastifyRequest } from 'fastify';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { BodyBudget } from './body-budget.js';
import { takeBody } from './take-body.js';

const megabyte = 1_048_576;

it('memory for a body whose client went while it waited for its turn is given to nobody', async () => {
  const budget = new BodyBudget({ totalBytes: 4 * megabyte, accountBytes: 3 * megabyte, waitMs: 10_000 });
  const endOfOther = await budget.take('other', 3 * megabyte);
  const body = new PassThrough();
  const request = { headers: {}, routeOptions: { bodyLimit: 3 * megabyte } } as unknown as FastifyRequest; // chunked
  const largeBodies = { budget, accountOf: () => 'acme', turn: () => Promise.resolve(() => {}) };
  const taken = takeBody(request, body, { largeBodies, readBody: (_, bytes) => bytes.length });
  body.write(Buffer.alloc(megabyte));
  await new Promise((later) => setTimeout(later, 20));
  body.destroy();
  await expect(taken).rejects.toThrow();
  endOfOther();
  await new Promise(setImmediate);
  await expect(budget.take('acme', 3 * megabyte)).resolves.toBeTypeOf('function');
});

it('a body that is much work waits for its turn, and a small one does not', async () => {
  const budget = new BodyBudget({ totalBytes: megabyte, accountBytes: megabyte, waitMs: 10_000 });
  const turn = Promise.withResolvers<() => void>();
  const largeBodies = { budget, accountOf: () => 'acme', turn: () => turn.promise };
  const read: number[] = [];
  const take = (length: number) => {
    const body = new PassThrough();
    const headers = { 'content-length': String(length) };
    const request = { headers, routeOptions: { bodyLimit: megabyte } } as unknown as FastifyRequest; // what is asked of it
    const taken = takeBody(request, body, { largeBodies, readBody: (_, bytes) => read.push(bytes.length) });
    body.end(Buffer.alloc(length));
    return taken;
  };
  const much = take(20_000);
  await take(10_000);
  expect(read).toEqual([10_000]);
  turn.resolve(() => {});
  await much;
  expect(read).toEqual([10_000, 20_000]);
});
