import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { RetryKey } from './retry-key.js';

const hour = 3_600_000;

describe('a retry key', () => {
  it('names the same command for the same request, and another one for whatever differs', () => {
    const key = uuidv7();
    const id = RetryKey.of(key, 'acme ann POST /api/teams', { name: 'Design' }).commandId(0);
    expect(RetryKey.of(key.toUpperCase(), 'acme ann POST /api/teams', {}).commandId(0)).toBe(id);
    const others = [
      RetryKey.of(uuidv7(), 'acme ann POST /api/teams', {}).commandId(0),
      RetryKey.of(key, 'acme bob POST /api/teams', {}).commandId(0),
      RetryKey.of(key, 'acme ann POST /api/teams', {}).commandId(1),
    ];
    expect(others).not.toContain(id);
  });

  it('gives the command its own time, in the form of a UUIDv7: inboxes forget by age', () => {
    const key = uuidv7();
    const id = RetryKey.of(key, 'scope', {}).commandId(3);
    expect(id.slice(0, 13)).toBe(key.slice(0, 13));
    expect(RetryKey.isGood(id, Date.now())).toBe(true);
  });

  it('tells two bodies apart', () => {
    const of = (asked: unknown) => RetryKey.of(uuidv7(), 'scope', asked).fingerprint;
    expect(of({ name: 'Design' })).not.toBe(of({ name: 'Drawing' }));
    expect(of(undefined)).toBe(of(undefined));
  });

  it('that is bound to secrets names another command for other secrets of identity, and tells the rest apart', () => {
    const key = RetryKey.of(uuidv7(), 'anybody setPassword', {});
    const bound = key.boundTo('link', 'password');
    expect(bound.commandId(0)).toBe(key.boundTo('link', 'another').commandId(0));
    expect(bound.commandId(0)).not.toBe(key.boundTo('another', 'password').commandId(0));
    expect(bound.fingerprint).toBe(key.boundTo('another', 'password').fingerprint);
    expect(bound.fingerprint).not.toBe(key.boundTo('link', 'another').fingerprint);
  });

  it('is a UUIDv7 of the last 24 hours', () => {
    const now = Date.now();
    expect(RetryKey.isGood(uuidv7({ msecs: now - 23 * hour }), now)).toBe(true);
    for (const bad of [uuidv4(), 'order-17', '', uuidv7({ msecs: now - 25 * hour }), uuidv7({ msecs: now + hour })]) {
      expect(RetryKey.isGood(bad, now)).toBe(false);
    }
  });
});
