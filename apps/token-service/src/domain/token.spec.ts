import { describe, expect, it } from 'vitest';
import { now, workingToken } from '../../test/support/given-state.js';
import { stateOf, viewOf } from './token.js';

const revoked = { reason: 'creator-deactivated', at: '2026-11-02T00:00:00.000Z' } as const;

describe('a token', () => {
  it('works until the moment it expires', () => {
    const { expiresAt } = workingToken;
    expect(stateOf(workingToken, new Date(Date.parse(expiresAt) - 1))).toEqual({ state: 'working' });
    expect(stateOf(workingToken, new Date(expiresAt))).toEqual({ state: 'expired', endedAt: expiresAt });
  });

  it('says why and since when it is revoked, also when it has expired since', () => {
    const ended = { state: 'creator-deactivated', endedAt: revoked.at };
    expect(stateOf({ ...workingToken, revoked }, now)).toEqual(ended);
    expect(stateOf({ ...workingToken, revoked }, new Date('2030-01-01'))).toEqual(ended);
  });

  it('is shown without what only we need', () => {
    expect(Object.keys(viewOf(workingToken, now)).sort()).toEqual(
      ['accountId', 'createdAt', 'creatorId', 'expiresAt', 'hint', 'id', 'leniency', 'name', 'state'].sort(),
    );
  });
});
