import { expect, test } from 'vitest';
import { piecesOf } from './linked-names';

const ada = { kind: 'admin', id: 'a', name: 'Ada Min' } as const;
const sales = { kind: 'team', id: 's', name: 'Sales' } as const;
const ann = { kind: 'user', id: 'n', name: 'Ann Lee' } as const;

test('who did it, what it is about and whom else it names lead to them', () => {
  const sentence = 'Ada Min added Ann Lee to the team "Sales".';
  expect(piecesOf({ sentence, actor: ada, subject: sales, others: [ann] })).toEqual([
    { kind: 'user', id: 'a', text: 'Ada Min' },
    ' added ',
    { kind: 'user', id: 'n', text: 'Ann Lee' },
    ' to the team "',
    { kind: 'team', id: 's', text: 'Sales' },
    '".',
  ]);
});

test('a token is meant where the directory did it', () => {
  const actor = { kind: 'directory', id: 't', name: 'Okta' } as const;
  const [, token] = piecesOf({ sentence: 'The directory (token "Okta") created Ann.', actor });
  expect(token).toEqual({ kind: 'token', id: 't', text: 'Okta' });
});

test('a part of a word is no name, and the longer of two names is the one', () => {
  const [al, alan] = [
    { kind: 'user', id: '1', name: 'Al' },
    { kind: 'user', id: '2', name: 'Al An' },
  ] as const;
  expect(piecesOf({ sentence: 'Also Al An.', others: [al, alan] })).toEqual(['Also ', { ...namedOf(alan) }, '.']);
});

test('a sentence without names is one piece', () => {
  expect(piecesOf({ sentence: 'Nobody is held.', subject: { kind: 'account', id: 'x' } })).toEqual(['Nobody is held.']);
});

const namedOf = ({ kind, id, name }: { kind: 'user'; id: string; name: string }) => ({ kind, id, text: name });
