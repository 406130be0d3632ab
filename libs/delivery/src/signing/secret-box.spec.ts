import { readSettings } from '@rollcall/service-kit';
import { describe, expect, it } from 'vitest';
import { SecretBox, secretBox } from './secret-box.js';

const key = 'a key of more than thirty-two characters';
const newKey = 'another key of more than thirty-two characters';
const of = 'account 1 webhook 2';

describe('a sealed secret', () => {
  it('opens to what it was, and says nothing of it', () => {
    const box = new SecretBox([key]);
    const sealed = box.seal('whsec_abc', of);
    expect(sealed).not.toContain('abc');
    expect(box.seal('whsec_abc', of)).not.toBe(sealed);
    expect(box.open(sealed, of)).toBe('whsec_abc');
  });

  it('opens while its key is the second one, and not afterwards', () => {
    const sealed = new SecretBox([key]).seal('whsec_abc', of);
    expect(new SecretBox([newKey, key]).open(sealed, of)).toBe('whsec_abc');
    expect([new SecretBox([newKey, key]).isCurrent(sealed), new SecretBox([key]).isCurrent(sealed)]).toEqual([
      false,
      true,
    ]);
    expect(() => new SecretBox([newKey]).open(sealed, of)).toThrow('not set any more');
  });

  it('belongs to what it was sealed for, as it is', () => {
    const box = new SecretBox([key]);
    const sealed = box.seal('whsec_abc', of);
    expect(() => box.open(sealed, 'account 1 webhook 3')).toThrow();
    const [id, text = ''] = sealed.split('.');
    const changed = `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`;
    expect(() => box.open(`${id}.${changed}`, of)).toThrow();
  });
});

describe('several secrets', () => {
  it('are opened as far as a key opens them, and sealed anew where the former key has sealed them', () => {
    const [former, present] = [new SecretBox([key]), new SecretBox([newKey, key])];
    const [old, current] = [former.seal('old', of), present.seal('current', of)];
    expect(present.openAll([old, current, 'nonsense'], of)).toEqual(['old', 'current']);
    expect(former.openAll([old, current], of)).toEqual(['old']);
    expect(new SecretBox([newKey]).open(present.resealed(old, of) ?? '', of)).toBe('old');
    expect([present.resealed(current, of), present.resealed('nonsense', of)]).toEqual([undefined, undefined]);
  });
});

describe('the setting', () => {
  it('may be absent, and is no short text', () => {
    expect(readSettings({ box: secretBox('KEY') }, {}).box).toBeUndefined();
    expect(readSettings({ box: secretBox('KEY') }, { KEY: `${newKey},${key}` }).box).toBeInstanceOf(SecretBox);
    expect(() => readSettings({ box: secretBox('KEY') }, { KEY: 'short' })).toThrow('KEY must have at least 32');
    expect(() => readSettings({ box: secretBox('KEY') }, { KEY: `${key},short` })).toThrow('KEY must have at least 32');
  });
});
