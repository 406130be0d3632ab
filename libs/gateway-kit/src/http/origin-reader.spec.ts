import type { FastifyRequest } from 'fastify';
import { expect, it } from 'vitest';
import { OriginReader } from './origin-reader.js';
import { TrustedProxies } from './trusted-proxies.js';

/** The part of a request that the reader looks at. */
function from(remoteAddress: string, forwardedFor?: string): FastifyRequest {
  const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
  return { id: 'one', headers, raw: { socket: { remoteAddress } } } as unknown as FastifyRequest; // no server is needed
}

function setUp() {
  const warned: unknown[] = [];
  let now = 0;
  const logger = { warn: (_: string, fields: unknown) => void warned.push(fields) };
  const reader = new OriginReader(TrustedProxies.of(['10.0.0.0/8']), logger, () => now);
  return { warned, reader, pass: (ms: number) => (now += ms) };
}

it('X-Forwarded-For from a proxy that is not trusted is told of in the log, once an hour', () => {
  const { warned, reader, pass } = setUp();
  expect(reader.of(from('192.0.2.1', '203.0.113.9')).address).toBe('192.0.2.1');
  reader.of(from('192.0.2.1', '203.0.113.9'));
  expect(warned).toEqual([{ address: '192.0.2.1' }]);
  pass(3_600_000);
  reader.of(from('192.0.2.1', '203.0.113.9'));
  expect(warned).toHaveLength(2);
});

it('neither a trusted proxy nor a client without the header is warned of', () => {
  const { warned, reader } = setUp();
  expect(reader.of(from('10.1.2.3', '203.0.113.9')).address).toBe('203.0.113.9');
  reader.of(from('192.0.2.1'));
  expect(warned).toEqual([]);
});
