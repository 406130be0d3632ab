import { expect, test } from 'vitest';
import type { AuditEntryView, Setting } from '../../api/generated/types.gen.js';
import { changed, changedMeanwhile, grouped, isBehind, isGood, lastChanges, sentenceOf } from './setting-facts.js';

const setting = (name: string, value: string, more: Partial<Setting> = {}): Setting => ({
  name,
  value,
  default: value,
  allowed: [value],
  ...more,
});
const brake = setting('deprovisionBrake', 'off', { numbers: { from: 1, to: 100 } });

test('settings stand in groups, and those of later versions are not lost', () => {
  const items = [setting('manualChanges', 'evict'), setting('ofLater', 'x'), setting('emailCase', 'normalise')];
  expect(grouped(items).map(([group, found]) => [group, found.map(({ name }) => name)])).toEqual([
    ['people', ['emailCase']],
    ['teams', ['manualChanges']],
    ['others', ['ofLater']],
  ]);
});

test.each([
  ['off', true],
  ['1', true],
  ['100', true],
  ['0', false],
  ['101', false],
  ['1.5', false],
  ['010', false],
  ['', false],
])('the brake takes %j: %s', (value, good) => {
  expect(isGood(brake, value)).toBe(good);
});

test('who goes back to what holds has changed nothing', () => {
  const once = changed({}, brake, '10');
  expect(once).toEqual({ deprovisionBrake: '10' });
  expect(changed(once, brake, 'off')).toEqual({});
});

test('a value is told as a sentence', () => {
  const words = {
    values: { off: 'Let them leave' },
    number: (value: number) => `after ${value} %`,
    role: (name: string) => `The role ${name}`,
  };
  const roles = [{ id: 'r1', name: 'Contractor', basedOn: 'viewer' as const }];
  expect(sentenceOf('off', words, roles)).toBe('Let them leave');
  expect(sentenceOf('10', words, roles)).toBe('after 10 %');
  expect(sentenceOf('r1', words, roles)).toBe('The role Contractor');
  expect(sentenceOf('later', words, roles)).toBe('later');
});

test('the newest change of each setting is found', () => {
  const entry = (id: string, settings: object) => ({ id, detail: { settings } }) as unknown as AuditEntryView; // only what is read of an entry
  const found = lastChanges([
    entry('3', { emailCase: 'refuse' }),
    entry('2', { emailCase: 'normalise', passwordSync: 'off' }),
  ]);
  expect([...found].map(([name, { id }]) => [name, id])).toEqual([
    ['emailCase', '3'],
    ['passwordSync', '2'],
  ]);
});

test.each([
  ['a default that nobody changed', 'off', undefined, false],
  ['a change that it has', '10', '10', false],
  ['a change that it does not have yet', '10', undefined, true],
  ['the change before the last', '10', '20', true],
  ['the change before the one back to the default', 'off', '20', true],
])('the log is behind, with %s: %s', (_, value, logged, behind) => {
  const entry = { id: '1', detail: { settings: { deprovisionBrake: logged } } } as unknown as AuditEntryView; // only what is read of an entry
  const changes = lastChanges(logged === undefined ? [] : [entry]);
  expect(isBehind(changes, [{ ...brake, value }])).toBe(behind);
});

test('what somebody else changed meanwhile is told, and what comes out the same is not', () => {
  const then = [setting('a', '1'), setting('b', '1'), setting('c', '1')];
  const now = [setting('a', '1'), setting('b', '2'), setting('c', '2')];
  expect(changedMeanwhile(then, now, { c: '2' }).map(({ name }) => name)).toEqual(['b']);
});
