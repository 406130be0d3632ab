import { expect, test } from 'vitest';
import { asText } from './request-text';

test('a request for a ticket has its id, times in UTC, and what it caused further in', () => {
  const entry = {
    id: '1',
    log: 'changes',
    seq: 1,
    receivedAt: '',
    type: 'x',
    kind: 'request',
    outcome: 'done',
  } as const;
  const tree = [
    { depth: 0, entry: { ...entry, at: '2026-05-03T12:05:09.123Z', sentence: 'The directory sent PATCH (204).' } },
    { depth: 1, entry: { ...entry, at: '2026-05-03T12:05:09.223Z', sentence: 'Ann was taken out.' } },
  ];
  expect(asText({ requestId: '0190', tree })).toBe(
    'X-Request-Id: 0190\n2026-05-03 12:05:09 UTC  The directory sent PATCH (204).\n2026-05-03 12:05:09 UTC    Ann was taken out.\n',
  );
});
