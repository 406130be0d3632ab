import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { HashOpener, HashSealer, isSealed, sealingKeyOf } from './sealed-hash.js';

const newKey = () => generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' }).d ?? '';
const [own, next] = [newKey(), newKey()];
const sealer = new HashSealer(sealingKeyOf(own));
const opener = new HashOpener([own]);
const account = '01890a5d-ac96-774b-bcce-b302099a8057';
const hash = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g';

describe('a sealed password hash', () => {
  it('is opened by the private key, and fits where a hash fits', () => {
    const sealed = sealer.seal(hash, account);
    expect(isSealed(sealed)).toBe(true);
    expect(sealed).not.toContain('argon2');
    expect(sealed.length).toBeLessThanOrEqual(300);
    expect(opener.open(sealed, account)).toBe(hash);
  });

  it('is another text each time: equal passwords are not to be seen', () => {
    expect(sealer.seal(hash, account)).not.toBe(sealer.seal(hash, account));
  });

  test.each<[string, (sealed: string) => string]>([
    ['in another account', (sealed) => opener.open(sealed, '01890a5d-ac96-774b-bcce-b302099a8000')],
    ['after a change', (sealed) => opener.open(`${sealed.slice(0, -1)}${sealed.endsWith('A') ? 'Q' : 'A'}`, account)],
    ['cut off', (sealed) => opener.open(sealed.slice(0, 60), account)],
    ['by another key', (sealed) => new HashOpener([next]).open(sealed, account)],
  ])('cannot be opened %s', (_, open) => {
    expect(() => open(sealer.seal(hash, account))).toThrow();
  });

  it('is opened by either key while they change', () => {
    const both = new HashOpener([next, own]);
    expect(both.open(sealer.seal(hash, account), account)).toBe(hash);
    expect(both.open(new HashSealer(sealingKeyOf(next)).seal(hash, account), account)).toBe(hash);
  });
});

describe('the payload of a command', () => {
  it('keeps all but its hashes, and its class', () => {
    class Command {
      passwordHash = hash;
      title = 'x';
      admin = { passwordHash: hash, userName: 'ann' };
    }
    const sealed = sealer.sealIn(new Command(), account);
    expect(JSON.stringify(sealed)).not.toContain('argon2');
    expect(sealed).toMatchObject({ title: 'x', admin: { userName: 'ann' } });
    const opened = opener.openIn(sealed, account);
    expect(opened).toBeInstanceOf(Command);
    expect(opened).toEqual(new Command());
  });

  it('is the same object where it has none, and a plain hash of an older sender is taken', () => {
    const payload = { title: 'x', profile: {} };
    expect(sealer.sealIn(payload, account)).toBe(payload);
    expect(opener.openIn({ passwordHash: hash }, account)).toEqual({ passwordHash: hash });
  });
});

describe('a key that is none', () => {
  it('is refused, and not repeated', () => {
    expect(() => new HashSealer('wrong-key')).toThrow(/^is no X25519 public key/);
    expect(() => new HashOpener(['wrong-key'])).toThrow(/^is no X25519 private key/);
  });
});
