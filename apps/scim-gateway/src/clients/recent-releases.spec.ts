import { expect, it } from 'vitest';
import { RecentReleases } from './recent-releases.js';

const release = (userId: string, version = 3) => ({ userId, version });

it('knows who was released, by account, until that is told or long ago', () => {
  let now = 0;
  const releases = new RecentReleases(() => now);
  releases.note('acme', release('ann'));
  releases.note('acme', release('bob'));
  releases.note('globex', release('cy'));
  expect(releases.among('acme', ['ANN', 'ann', 'cy', 'dee'])).toEqual([release('ann')]);
  expect(releases.among('globex', ['ann'])).toEqual([]);
  releases.forget('acme', 'ann');
  expect(releases.among('acme', ['ann', 'bob'])).toEqual([release('bob')]);
  now = 10_001;
  expect([releases.among('acme', ['bob']), releases.among('globex', ['cy'])]).toEqual([[], []]);
});

it('knows a later release of the same person for its own time', () => {
  let now = 0;
  const releases = new RecentReleases(() => now);
  releases.note('acme', release('ann', 2));
  now = 6_000;
  releases.note('acme', release('ann', 4));
  now = 10_100;
  expect(releases.among('acme', ['ann'])).toEqual([release('ann', 4)]);
  now = 16_001;
  expect(releases.among('acme', ['ann'])).toEqual([]);
});

it('keeps so many at most', () => {
  const releases = new RecentReleases(() => 1);
  for (let n = 0; n < 10_002; n++) releases.note('acme', release(`p${n}`));
  expect(releases.among('acme', ['p0', 'p10001'])).toEqual([release('p10001')]);
});
