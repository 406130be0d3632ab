import { hash } from '@node-rs/argon2';
import { argon2id } from '@rollcall/service-kit';
import { describe, expect, it } from 'vitest';
import { isWeakerHash } from './weaker-hash.js';

describe('a stored hash', () => {
  it('of today is not weaker', async () => {
    expect(isWeakerHash(await hash('right', argon2id))).toBe(false);
  });

  it('of more memory or more passes is not weaker', async () => {
    expect(isWeakerHash(await hash('right', { ...argon2id, timeCost: 3 }))).toBe(false);
    expect(isWeakerHash(await hash('right', { ...argon2id, memoryCost: 20_000 }))).toBe(false);
  });

  it('of less memory, of fewer passes, of another variant, or of none is', async () => {
    expect(isWeakerHash(await hash('right', { ...argon2id, memoryCost: 4_096 }))).toBe(true);
    expect(isWeakerHash(await hash('right', { ...argon2id, timeCost: 1 }))).toBe(true);
    expect(isWeakerHash(await hash('right', { ...argon2id, algorithm: 1 }))).toBe(true);
    expect(isWeakerHash('no hash at all')).toBe(true);
  });
});
