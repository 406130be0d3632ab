import { entryLeaf } from '@rollcall/audit-proof';
import { columnNames } from '@rollcall/persistence';
import { describe, expect, it } from 'vitest';
import { EntryRow } from '../persistence/entities/entry-row.js';
import { loggedEntry, type LoggableRow } from './logged-entry.js';

const [ann, bob] = ['01890a5d-ac96-774b-bcce-b302099a8058', '01890a5d-ac96-774b-bcce-b302099a8059'];
const row: LoggableRow = {
  seq: 7,
  id: ann,
  at: new Date(1),
  received_at: new Date(2),
  kind: 'event',
  type: 'team.members-added',
  outcome: 'done',
  actor_kind: 'admin',
  actor_id: ann,
  subject_kind: 'team',
  subject_id: bob,
  also: [ann, bob],
  correlation_id: bob,
  causation_id: ann,
  version: 3,
  method: 'POST',
  route: '/api/teams',
  status: 200,
  code: 'none',
  duration_ms: 4,
  detail: { users: [ann], count: 1 },
  topic: 'rollcall.team.events',
  part: 5,
  off: 6,
};
const source = {
  address: '192.0.2.1',
  user_agent: 'Okta',
  salt: Buffer.alloc(32),
  address_hash: null,
  user_agent_hash: null,
};
const leafOf = (changes: Partial<LoggableRow> = {}, of = source) => entryLeaf(loggedEntry({ ...row, ...changes }, of));

describe('the leaf of an entry', () => {
  /** The account is in the statement about its log, the day follows from `received_at`, the source is in the leaf itself. */
  const elsewhere = ['account_id', 'day', 'source_id'];
  const columns = columnNames(EntryRow).filter((name) => !elsewhere.includes(name));

  it.each(columns)('holds %s', (name) => {
    expect(Object.keys(row)).toContain(name);
    expect(leafOf({ [name]: name.endsWith('at') ? new Date(9) : name === 'also' ? [bob] : 9 })).not.toBe(leafOf());
    if (!['seq', 'id', 'at', 'received_at', 'kind', 'type', 'outcome'].includes(name))
      expect(leafOf({ [name]: null })).not.toBe(leafOf());
  });

  it('is the same for what is absent and for what is null', () => {
    const { actor_id: _actor, ...without } = row;
    expect(entryLeaf(loggedEntry(without, source))).toBe(leafOf({ actor_id: null }));
  });

  it('holds where the request came from, and the same where only hashes are left', () => {
    expect(leafOf({}, { ...source, address: '192.0.2.2' })).not.toBe(leafOf());
    expect(leafOf({}, { ...source, user_agent: 'Entra' })).not.toBe(leafOf());
    expect(entryLeaf(loggedEntry(row, null))).not.toBe(leafOf());
  });

  it('shows no id and no client text', () => {
    for (const hidden of [`"${ann}","actor`, '192.0.2.1', 'Okta']) expect(leafOf()).not.toContain(hidden);
    expect(loggedEntry(row, source).fields.detail).toEqual(['{"count":1,"users":["', { id: ann }, '"]}']);
  });

  it('lets an operator be named, whose name is no random id', () => {
    expect(loggedEntry({ ...row, actor_id: 'ops/ann' }, source).fields.actorId).toBe('ops/ann');
  });
});
