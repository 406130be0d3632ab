import { describe, expect, it } from 'vitest';
import { wrongInLog, type Answered, type LoggedRequests } from './audit-log.ts';

const at = (ended: number, status = 200, account = 'north'): Answered => ({ status, account, began: ended - 5, ended });
const logged = (of: Partial<LoggedRequests> & { ids?: string[] } = {}): LoggedRequests => ({
  times: new Map((of.ids ?? []).map((id) => [id, 1])),
  missed: [],
  holes: [],
  ...of,
});
const gap = (since: number, until: number, count: number) => ({ since, until, count });

describe('the ledger beside the audit log', () => {
  const answered = new Map([
    ['a', at(100)],
    ['b', at(200)],
  ]);

  it('is fine where each request is there once, or within a gap that counts it', () => {
    expect(wrongInLog(answered, logged({ ids: ['a', 'b', 'of somebody else'] }))).toEqual([]);
    expect(wrongInLog(answered, logged({ ids: ['a'], missed: [gap(150, 210, 1)] }))).toEqual([]);
    expect(wrongInLog(answered, logged({ missed: [gap(150, 250, 1), gap(50, 210, 1)] }))).toEqual([]);
  });

  it('shows a request that is not there, and one that no gap has room for', () => {
    expect(wrongInLog(answered, logged({ ids: ['a'] }))).toEqual([expect.stringContaining('request b, answered 200')]);
    expect(wrongInLog(answered, logged({ ids: ['a'], missed: [gap(0, 150, 9)] }))).toHaveLength(1);
    expect(wrongInLog(answered, logged({ missed: [gap(50, 250, 1)] }))).toHaveLength(1);
  });

  it('shows one that is there twice, and numbers of which nothing tells', () => {
    const times = new Map([
      ['a', 2],
      ['b', 1],
    ]);
    expect(wrongInLog(answered, logged({ times }))).toEqual(['request a is there 2 times']);
    expect(wrongInLog(new Map(), logged({ holes: ['run: {[3,4)}'] }))).toEqual(['nothing tells of run: {[3,4)}']);
  });

  it('looks for refusals where few came, and not for those of a flood, of which one record stands for many', () => {
    const refusals = (count: number, everyMs: number, account?: string) =>
      Array.from({ length: count }, (_, n) => [`${account} ${n}`, at(n * everyMs, 429, account)] as const);
    const few = new Map([...refusals(20, 100), ...refusals(20, 100, 'south')]);
    expect(wrongInLog(few, logged())).toHaveLength(40);
    expect(wrongInLog(few, logged({ ids: [...few.keys()] }))).toEqual([]);
    expect(wrongInLog(new Map(refusals(21, 100)), logged())).toEqual([]);
    expect(wrongInLog(new Map(refusals(21, 2_000)), logged())).toHaveLength(21);
  });
});
