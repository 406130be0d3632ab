import type { AuditEntryView } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { csvLine, csvTitles } from './csv.js';

const at = '2026-03-01T10:00:00.000Z';
const entry: AuditEntryView = {
  id: '01890a5d-ac96-774b-bcce-b302099a8061',
  log: 'changes',
  seq: 7,
  at,
  receivedAt: at,
  kind: 'event',
  type: 'user.created',
  outcome: 'done',
  sentence: 'Ada created ann@acme.example.',
};

describe('CSV', () => {
  it('has as many cells as titles', () => {
    expect(csvLine(entry).split(',')).toHaveLength(csvTitles.split(',').length);
  });

  it.each(['=1+1', '+1', '-1', '@a', '\t=1', '\r=1'])('holds no formula: %j', (userAgent) => {
    expect(csvLine({ ...entry, userAgent })).toMatch(/,"?'[=+\-@\t\r]/);
  });

  it('gives another apostrophe to what begins as if it had one: what was sent can be told', () => {
    expect(csvLine({ ...entry, userAgent: "'=1" })).toContain(",''=1,");
    expect(csvLine({ ...entry, userAgent: "'quoted'" })).toContain(",'quoted',");
  });

  it('quotes commas, quotes and ends of lines', () => {
    expect(csvLine({ ...entry, userAgent: 'a "b",\nc' })).toContain('"a ""b"",\nc"');
  });
});
