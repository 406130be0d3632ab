import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { codingFor, compressed } from './compression.js';

describe('the coding of an answer', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['gzip', 'gzip'],
    ['gzip, deflate, br, zstd', 'br'],
    ['GZIP;q=1.0, br;q=0.9', 'gzip'],
    ['br;q=0, gzip;q=0.1', 'gzip'],
    ['*', 'br'],
    ['*;q=0.5, br;q=0', 'gzip'],
    ['*;q=0', undefined],
    ['identity, gzip;q=0.5', undefined],
    ['identity;q=0.5, gzip', 'gzip'],
    ['deflate, zstd', undefined],
    ['gzip;q=many', undefined],
    ['gzip;q=2', undefined],
  ])('is what the client prefers: %s', (accepted, coding) => {
    expect(codingFor(accepted)).toBe(coding);
  });
});

describe('a compressed answer', () => {
  const text = 'Zoë Łukasz,'.repeat(200);

  it('is the text again', async () => {
    expect(brotliDecompressSync((await compressed(text, 'br')) ?? Buffer.of()).toString()).toBe(text);
    expect(gunzipSync((await compressed(text, 'gzip')) ?? Buffer.of()).toString()).toBe(text);
  });

  it('leaves a short text as it is, and one of which the client takes no compressed form', async () => {
    expect([await compressed('short', 'gzip'), await compressed(text, undefined)]).toEqual([undefined, undefined]);
  });
});
