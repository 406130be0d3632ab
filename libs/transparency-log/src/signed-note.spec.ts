import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generateSignerKey, openNote, parseSignerKey, parseVerifierKey, signNote } from './index.js';

/** The example of c2sp.org/signed-note. */
const example = {
  key: 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
  note: `This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
`,
};
/** The example of golang.org/x/mod/sumdb/note: Ed25519 signs the same text always in the same way. */
const go = {
  key: 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz',
  verifierKey: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  signature:
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
};

test("the specification's example opens with its key", () => {
  const verifier = parseVerifierKey(example.key);
  expect(openNote(example.note, [verifier])).toEqual({ text: 'This is an example message.\n', signedBy: [verifier] });
});

test("Go's example is signed as Go signs it", () => {
  const signer = parseSignerKey(go.key);
  expect(signer.verifier.verifierKey).toBe(go.verifierKey);
  expect(signNote(go.text, [signer])).toBe(`${go.text}\n${go.signature}`);
});

describe('several signatures', () => {
  const signers = ['a.example', 'b.example', 'c.example'].map((name) => parseSignerKey(generateSignerKey(name)));
  const note = signNote('one\n\ntwo\n', signers);
  const known = signers.map(({ verifier }) => verifier);

  test('each known key is told, in the order of the signatures', () => {
    expect(openNote(note, known.toReversed())).toEqual({ text: 'one\n\ntwo\n', signedBy: known });
    expect(openNote(note, known.slice(1, 2)).signedBy).toEqual(known.slice(1, 2));
  });

  test('a stranger is passed over, also with the name of a known key; nobody known is a refusal', () => {
    const namesake = parseSignerKey(generateSignerKey('a.example')).verifier;
    expect(openNote(note, [namesake, ...known.slice(1)]).signedBy).toHaveLength(2);
    expect(() => openNote(note, [namesake])).toThrow(/^No known key signed this: a\.example\+/);
  });

  test('a wrong signature of a known key refuses the whole, beside right ones too', () => {
    const [, second = ''] = note.split('\n— ').slice(1);
    const forged = note.replace(second, second.replace(/.{3}=*$/, 'AAA='));
    expect(() => openNote(forged, known)).toThrow(/is no signature|is not one of this text/);
    const swapped = signNote('one\n\nthree\n', signers.slice(0, 1)).replace('three', 'two');
    expect(() => openNote(swapped, known)).toThrow('is not one of this text');
  });
});

test('no changed byte of a note opens as that note', () => {
  const signer = parseSignerKey(generateSignerKey('a.example'));
  const note = Buffer.from(signNote('text\n', [signer]));
  fc.assert(
    fc.property(fc.nat({ max: note.length - 1 }), fc.integer({ min: 1, max: 127 }), (at, by) => {
      const changed = Buffer.from(note);
      changed.writeUInt8(changed.readUInt8(at) ^ by, at);
      expect(() => openNote(changed.toString(), [signer.verifier])).toThrow();
    }),
  );
});

test.each(['', 'text', 'text\n', 'text\n\n', 'text\n\nno signature\n', 'a\u0001\n\n— n AAAAAAAA\n'])(
  '%j is no note',
  (note) => {
    expect(() => openNote(note, [])).toThrow(/is no signed note|is no signature/);
  },
);

test('a text without its newline, or with control characters, is not signed', () => {
  const signer = parseSignerKey(generateSignerKey('a.example'));
  for (const text of ['text', 'a\tb\n', '\ud800\n']) expect(() => signNote(text, [signer])).toThrow('A note ends');
});

test.each(['', 'a b', 'a+b', 'a\u2003b', 'a\nb'])('%j is no name of a key', (name) => {
  expect(() => generateSignerKey(name)).toThrow('cannot be the name of a key');
});

test('no part of a key, and no key with a changed letter, is one', () => {
  for (const [key, parse] of [
    [go.verifierKey, parseVerifierKey],
    [go.key, parseSignerKey],
  ] as const) {
    for (let at = 0; at < key.length; at++) {
      expect(() => parse(key.slice(at + 1))).toThrow();
      expect(() => parse(key.slice(0, at))).toThrow();
      const letter = String.fromCharCode(key.charCodeAt(at) + 1);
      expect(() => parse(key.slice(0, at) + letter + key.slice(at + 1))).toThrow();
    }
  }
});

test('a key that is not Ed25519 is refused', () => {
  expect(() => parseVerifierKey('PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')).toThrow(
    'is no Ed25519 key',
  );
});
