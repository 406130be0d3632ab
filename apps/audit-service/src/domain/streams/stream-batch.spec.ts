import type { AuditEntryView } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { countOf, cut, messageId, missingIn, syslogParts, webhookBody, type StreamBatch } from './stream-batch.js';

const now = new Date('2026-11-30T03:00:00.000Z');
const entry = (seq: number, of: Partial<AuditEntryView> = {}): AuditEntryView => ({
  id: `id-${seq}`,
  log: 'changes',
  seq,
  at: '2026-11-30T02:00:00.000Z',
  receivedAt: '2026-11-30T02:00:01.000Z',
  kind: 'event',
  type: 'user.updated',
  outcome: 'done',
  sentence: 'Ann was changed.',
  ...of,
});
const batch = (from: number, to: number, ...numbers: number[]): StreamBatch => ({
  streamId: 'stream',
  accountId: 'account',
  log: 'changes',
  format: 'rollcall',
  from,
  to,
  entries: numbers.map((seq) => entry(seq)),
});

describe('what is missing of a batch', () => {
  it.each([
    [batch(1, 3, 1, 2, 3), [], 0],
    [batch(1, 4), [{ from: 1, to: 4 }], 4],
    [
      batch(1, 6, 3, 4),
      [
        { from: 1, to: 2 },
        { from: 5, to: 6 },
      ],
      4,
    ],
    [batch(7, 9, 7, 9), [{ from: 8, to: 8 }], 1],
  ])('is exact', (of, missing, count) => {
    expect([missingIn(of), countOf(missingIn(of))]).toEqual([missing, count]);
  });
});

describe('a message of a webhook', () => {
  it('has its entries and what is missing, and an id that says of what it is', () => {
    const of = batch(1, 3, 2, 3);
    expect(messageId(of, now)).toBe('stream_1-3');
    expect(JSON.parse(webhookBody(of, now))).toEqual({
      type: 'audit.entries',
      timestamp: '2026-11-30T03:00:00.000Z',
      data: {
        account: { id: 'account' },
        stream: { id: 'stream', log: 'changes', format: 'rollcall' },
        from: 1,
        to: 3,
        missing: [{ from: 1, to: 1 }],
        entries: [entry(2), entry(3)],
      },
    });
  });

  it('has as many entries as fit, and at least one', () => {
    const large = (seq: number) => entry(seq, { sentence: 'x'.repeat(400_000) });
    const of = { ...batch(1, 3), entries: [large(1), large(2), large(3)] };
    expect(cut(of)).toMatchObject({ from: 1, to: 1, entries: [{ seq: 1 }] });
    expect(cut(batch(1, 3, 1, 2, 3))).toEqual(batch(1, 3, 1, 2, 3));
    const huge = { ...batch(1, 1), entries: [entry(1, { sentence: 'x'.repeat(600_000) })] };
    expect(cut(huge)).toEqual(huge);
  });
});

describe('messages of syslog', () => {
  it('stand in the order of numbers, with a gap before what follows it', () => {
    const parts = syslogParts(batch(1, 5, 1, 4), now);
    expect(parts.map(({ msgId, sequence }) => [msgId, sequence])).toEqual([
      ['user.updated', 1],
      ['audit.missing', 2],
      ['user.updated', 4],
      ['audit.missing', 5],
    ]);
    expect(JSON.parse(parts[1]?.text ?? '')).toMatchObject({ type: 'audit.missing', from: 2, to: 3 });
  });

  it('are the graver, the worse it ended', () => {
    const outcomes = ['done', 'refused', 'failed', 'unknown', 'tried'] as const;
    const of = { ...batch(1, 5), entries: outcomes.map((outcome, n) => entry(n + 1, { outcome })) };
    expect(syslogParts(of, now).map(({ severity }) => severity)).toEqual([6, 5, 4, 4, 6]);
  });
});
