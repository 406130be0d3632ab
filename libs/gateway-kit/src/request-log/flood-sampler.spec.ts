import type { ScimRequest } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { FloodSampler } from './flood-sampler.js';

function setUp() {
  const written: ScimRequest[] = [];
  const sampler = new FloodSampler<ScimRequest>((record) => void written.push(record));
  const offer = (source: string, times: number) => {
    for (let i = 0; i < times; i++)
      sampler.offer(
        source,
        { requestId: `${source}${i}`, method: 'GET', route: '/', status: 401, durationMs: 0 },
        '00',
      );
  };
  return { written, sampler, offer };
}

const total = (records: readonly ScimRequest[]) => records.reduce((sum, record) => sum + (record.standsFor ?? 1), 0);

describe('the records of a flood', () => {
  it('are written one by one while they are few', () => {
    const { written, sampler, offer } = setUp();
    offer('a', 20);
    sampler.endWindow();
    expect(written).toHaveLength(20);
    expect(written.some((record) => record.standsFor !== undefined)).toBe(false);
  });

  it('are sampled when they are many, and none goes uncounted', () => {
    const { written, sampler, offer } = setUp();
    offer('a', 10_000);
    offer('b', 3);
    expect(written).toHaveLength(23);
    sampler.endWindow();
    expect(written.at(-1)).toMatchObject({ requestId: 'a9999', standsFor: 9_980 });
    expect(total(written)).toBe(10_003);
  });

  it('go uncounted neither when more sources come than are remembered', () => {
    const { written, sampler, offer } = setUp();
    offer('first', 30);
    for (let i = 0; i < 6_000; i++) offer(`s${i}`, 1);
    sampler.endWindow();
    expect(total(written)).toBe(6_030);
  });
});
