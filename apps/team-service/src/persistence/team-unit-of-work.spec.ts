import { expect, test } from 'vitest';
import { keyOf } from '@rollcall/persistence';
import { accountId, aTakeover, bookOf, ofWorkspace, takeoverId } from '../../test/support/one-team.js';
import { messageOf } from '../../test/support/users.js';
import type { LoadedState } from './loaded-state.js';
import { TeamUnitOfWork } from './team-unit-of-work.js';

const nothing: LoadedState = {
  accounts: [],
  teams: [],
  people: [],
  inline: new Map(),
  unknownUserIds: new Map(),
  groups: new Map(),
  members: new Map(),
  staged: new Map(),
  teamsOfLeavers: new Map(),
  takeoversOfPeople: new Map(),
  takeovers: [],
  takeoverLists: new Map(),
  formerMembers: new Map(),
  held: new Map(),
  unasked: new Set(),
};
const long = { accountId: 'acme', parts: 1, ids: new Set(['bob', 'cy']) };

test('who is a stranger is told of those who were asked about, and of nobody else', () => {
  const book = new TeamUnitOfWork({
    ...nothing,
    inline: new Map([['acme', new Set(['ann'])]]),
    staged: new Map([[keyOf('acme', 'stage'), long]]),
    unknownUserIds: new Map([['acme', new Set(['ann', 'cy'])]]),
  });
  const among = (...userIds: string[]) => book.unknownAmong('acme', new Set(userIds));
  expect([among('ann'), among('bob', 'ann'), among(), book.unknownAmong('acme', long.ids)]).toEqual([
    ['ann'],
    ['ann'],
    [],
    ['cy'],
  ]);
  expect(() => among('bob', 'dee')).toThrow('not asked for');
  expect(() => book.unknownAmong('other', long.ids)).toThrow('not asked for');
});

test('a whole list that is given up for changes can be pushed again before anything is saved', () => {
  const takeover = aTakeover({ kept: false });
  const book = bookOf([], ofWorkspace, { takeover, pushed: ['ann', 'bob'] });
  const ids = { accountId, teamId: ofWorkspace.id, takeoverId };
  const message = messageOf('team.change', { accountId }, ofWorkspace.id);
  book.apply(
    [
      { kind: 'takeover', after: { ...takeover, partial: true } },
      { kind: 'takeover-pushed-gone', ...ids },
    ],
    message,
  );
  expect([...book.proposed(takeover).roster()]).toEqual([]);
  book.apply(
    [
      { kind: 'takeover', after: takeover },
      { kind: 'takeover-list', list: 'pushed', ...ids, add: ['ann', 'cy'], remove: [] },
    ],
    message,
  );
  const rowsOf = (name: string) => book.writes().find((each) => each.name === name)?.rows ?? [];
  expect([...book.proposed(takeover).roster()].sort()).toEqual(['ann', 'cy']);
  expect(rowsOf('takeover_lists_longer')).toMatchObject([{ list: 'pushed', user_ids: ['cy'] }]);
  expect(rowsOf('takeover_lists_shorter')).toMatchObject([{ list: 'pushed', user_ids: ['bob'] }]);
  expect(rowsOf('takeover_pushed_gone')).toEqual([]);
});
