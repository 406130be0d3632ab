import { expect, test } from 'vitest';
import { actState } from './act-state';

const said = { looked: '"7"', shown: '"7"', isActing: false, isSaid: true };

test('what has consequences may be done once they were said, to that version', () => {
  expect(actState(said)).toBe('ready');
  expect(actState({ ...said, looked: undefined, shown: undefined })).toBe('ready');
  expect(actState({ ...said, isSaid: false })).toBe('asking');
});

test('another version has to be looked at first, said or not', () => {
  expect(actState({ ...said, shown: '"8"' })).toBe('overtaken');
  expect(actState({ ...said, shown: '"8"', isSaid: false })).toBe('overtaken');
});

test('the version that the act itself makes overtakes nothing', () => {
  expect(actState({ ...said, shown: '"8"', isActing: true })).toBe('ready');
});
