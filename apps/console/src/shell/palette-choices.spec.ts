import { expect, test } from 'vitest';
import { choicesOf, pagesFor, searchFor } from './palette-choices';

test('pages are found by a part of their names, those that may not be seen are not', () => {
  const titles = (text: string, isAdmin: boolean) =>
    pagesFor(text, (permission) => isAdmin || permission === 'users.read').map(({ title }) => title);
  expect(titles(' PEO', true)).toEqual(['People']);
  expect(titles('', false)).toEqual(['People']);
  expect(titles('set', false)).toEqual([]);
});

test('what a text means has a word and a way', () => {
  const found = choicesOf([
    { kind: 'user', id: '1', title: 'Ann Lee' },
    { kind: 'request', id: '2', title: 'Okta pushed Ann Lee.' },
    { kind: 'team', id: '3', title: 'Sales', ended: true },
  ]);
  expect(found.map(({ kind, to }) => [kind, to.to, to.params])).toEqual([
    ['Person', '/people/$userId', { userId: '1' }],
    ['Request', '/log/$requestId', { requestId: '2' }],
    ['Team that is gone', '/teams/$teamId', { teamId: '3' }],
  ]);
});

test('what is typed can be searched for among people', () => {
  expect(searchFor(' ann ').to).toEqual({ to: '/people', search: { search: 'ann' } });
});
