import { expect, it } from 'vitest';
import { treeOf } from './request-tree.js';

const entry = (id: string, causationId?: string, kind = 'event') => ({
  id,
  kind,
  ...(causationId === undefined ? {} : { causationId }),
});
const treeText = (...entries: ReturnType<typeof entry>[]) =>
  treeOf(entries).map(({ entry: { id }, depth }) => `${depth}${id}`);

it('stands in the order of causes, whatever the order of arrival', () => {
  expect(treeText(entry('b', 'a'), entry('a', 'command'), entry('c', 'b'), entry('r', undefined, 'request'))).toEqual([
    '0r',
    '1a',
    '2b',
    '3c',
  ]);
});

it('keeps entries of one cause in the order of arrival', () => {
  expect(treeText(entry('r', undefined, 'request'), entry('a'), entry('b'))).toEqual(['0r', '1a', '1b']);
});

it('has no request where the record of it is not there', () => {
  expect(treeText(entry('a', 'command'), entry('b', 'a'))).toEqual(['0a', '1b']);
});

it('leaves out nothing and ends, whatever causes say', () => {
  expect(treeText(entry('r', undefined, 'request'), entry('q', undefined, 'request'))).toEqual(['0r', '0q']);
});
