import { expect, test } from 'vitest';
import { keyOf } from '@rollcall/persistence';
import { TeamUnitOfWork, type LoadedState } from './team-unit-of-work.js';

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
