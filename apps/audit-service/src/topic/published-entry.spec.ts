import { AuditEntryRecord, AuditEntryRecorded, validationProblems } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../domain/entry.js';
import { isPublished, publishedEntry } from './published-entry.js';

const ids = { accountId: '01890a5d-ac96-774b-bcce-b302099a8057', id: '01890a5d-ac96-774b-bcce-b302099a8069' };
const at = new Date('2026-03-01T10:00:00.000Z');
const entry: Entry = {
  ...ids,
  log: 'changes',
  at,
  kind: 'request',
  type: 'scim.request-answered',
  outcome: 'refused',
  actor: { kind: 'directory', id: '01890a5d-ac96-774b-bcce-b302099a8060' },
  status: 409,
  source: { address: '192.0.2.7', userAgent: '' },
  place: { topic: 'rollcall.scim.requests', partition: 3, offset: 9 },
};
const numbered = { entry, seq: 7, day: '2026-03-01' };

describe('an entry on the topic', () => {
  it('has its id, its number and no place of its record, and what is not there is left out', () => {
    const { aggregateId, record } = publishedEntry(numbered, at);
    const payload = JSON.parse(record.value ?? '') as object;
    expect([aggregateId, record.topic, record.key, record.headers['ce_id']]).toEqual([
      ids.accountId,
      'rollcall.audit.entries',
      ids.accountId,
      ids.id,
    ]);
    expect(payload).toEqual({
      ...ids,
      log: 'changes',
      seq: 7,
      at: at.toISOString(),
      receivedAt: at.toISOString(),
      kind: 'request',
      type: 'scim.request-answered',
      outcome: 'refused',
      actor: entry.actor,
      status: 409,
      address: '192.0.2.7',
    });
    expect(validationProblems(AuditEntryRecord, payload, 'refused')).toEqual([]);
    expect(record.headers['ce_type']).toBe(AuditEntryRecorded.type);
  });

  it('is there as the operator wants it', () => {
    const read = { ...numbered, entry: { ...entry, log: 'reads' as const } };
    expect((['no', 'changes', 'all'] as const).map((choice) => isPublished(numbered, choice))).toEqual([
      false,
      true,
      true,
    ]);
    expect((['no', 'changes', 'all'] as const).map((choice) => isPublished(read, choice))).toEqual([
      false,
      false,
      true,
    ]);
  });
});
