import { expect, it } from 'vitest';
import { Possible } from './possible.js';

it('knows one possible value after an acknowledged change', () => {
  const title = new Possible(1);
  title.acknowledge(2);
  expect([title.known, title.allows(1), title.allows(2)]).toEqual([2, false, true]);
});

it('is the old or the new after a change of which nobody knows, and the old may be read for long', () => {
  const title = new Possible(1);
  title.perhaps(2);
  expect([title.known, title.read(1), title.read(2)]).toEqual([undefined, true, true]);
});

it('is the new for good once that was read', () => {
  const title = new Possible(1);
  title.perhaps(2);
  expect([title.read(2), title.read(1)]).toEqual([true, false]);
});

it('never was what nobody asked for', () => {
  expect(new Possible(1).read(3)).toBe(false);
});

it('may have come back to what it was', () => {
  const active = new Possible(true);
  active.perhaps(false);
  active.perhaps(true);
  expect([active.read(false), active.read(true), active.known]).toEqual([true, true, true]);
});
