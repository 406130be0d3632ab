import type { Attack } from './attacks.ts';
import * as bodies from './bodies.ts';

const sortedBy = ['title', 'name.familyName', 'emails.value', 'timezone'];

/** Lists and searches that look through everybody. */
export const searching: readonly Attack[] = [
  {
    id: 'lists-40',
    name: '40 lists of 1,000 people at once',
    callers: 40,
    prepare: () => (sender, _, signal) => sender.send('GET', '/Users?count=1000', undefined, { signal }),
  },
  {
    id: 'filters-40',
    name: '40 filters of 60 conditions at once',
    callers: 40,
    prepare: () => (sender, n, signal) =>
      sender.send('GET', `/Users?filter=${bodies.longFilter(n)}`, undefined, { signal }),
  },
  {
    id: 'scans-40',
    name: '40 searches that look through everybody at once',
    callers: 40,
    prepare: () => (sender, n, signal) =>
      sender.send('GET', `/Users?filter=emails[value%20co%20%22none${n}%22]&sortBy=title`, undefined, { signal }),
  },
  {
    id: 'sorts-40',
    name: '40 lists of everybody sorted by what has no index, from far behind, at once',
    callers: 40,
    prepare:
      ({ people }) =>
      (sender, n, signal) => {
        const sortBy = sortedBy[n % sortedBy.length] ?? '';
        const page = `startIndex=${Math.max(1, people.length - 100 - n)}&count=100`;
        return sender.send('GET', `/Users?sortBy=${sortBy}&sortOrder=descending&${page}`, undefined, { signal });
      },
  },
  {
    id: 'cursors-40',
    name: '40 walks of everybody by cursors, sorted, at once',
    callers: 40,
    prepare: () => {
      const cursors = new Map<number, string>();
      return async (sender, n, signal) => {
        const walk = n % 40;
        const cursor = cursors.get(walk) ?? '';
        const path = `/Users?sortBy=title&count=100&cursor=${cursor}`;
        const sent = await sender.send('GET', path, undefined, { signal });
        cursors.set(walk, /"nextCursor":"([^"]+)"/.exec(sent.text)?.[1] ?? '');
        return sent;
      };
    },
  },
  {
    id: 'root-40',
    name: '40 searches of the root, sorted, at once',
    callers: 40,
    prepare: () => (sender, n, signal) =>
      sender.send(
        'POST',
        '/.search',
        JSON.stringify({ filter: `not (displayName co "none${n}")`, sortBy: 'meta.lastModified', count: 1_000 }),
        { signal },
      ),
  },
];
