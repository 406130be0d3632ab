import { Refusal } from '@rollcall/contracts';
import { ListTurns } from '@rollcall/service-kit';
import { describe, expect, it, vi } from 'vitest';
import { NameClient } from '../clients/name-client.js';
import type { AuditReadModel } from '../persistence/audit-read-model.js';
import type { EntrySearch } from '../persistence/entry-search.js';
import { AuditController } from './audit.controller.js';
import { Cursors } from './cursors.js';

const accountId = '01970000-0000-7000-8000-000000000001';
const cursors = new Cursors('a key of cursors that is long enough');
const away = { ask: () => Promise.reject(new Error('away')) };
const names = new NameClient({ users: away, teams: away, tokens: away }, { warn: () => undefined });

/** A search that goes on behind an entry, in a log with so many. */
function goesOn(order: 'asc' | 'desc', seq: number, size: number) {
  const find = vi.fn<EntrySearch['find']>().mockResolvedValue({ entries: [], isOver: true, upTo: size });
  const log: Partial<AuditReadModel> = {
    search: { find } as Partial<EntrySearch> as EntrySearch,
    allCompleteSince: () => Promise.resolve(undefined),
  };
  const controller = new AuditController(log as AuditReadModel, names, cursors, new ListTurns());
  const search = { accountId, log: 'changes', order } as const;
  return controller.entries({ ...search, limit: 50, cursor: cursors.write({ ...search, seq }) });
}

describe('a cursor behind the end of the log', () => {
  it.each(['asc', 'desc'] as const)(
    'is refused, %s: the log was restored since, and has other entries by then',
    async (order) => {
      const refusal = await goesOn(order, 300, 299).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(Refusal);
      expect(refusal).toMatchObject({
        code: 'audit-question-invalid',
        facts: {
          problem:
            'The log ends with entry 299: there is none with the number 300 to go on behind. It was restored from a backup since: begin without a cursor.',
        },
      });
    },
  );

  it('is taken at the end, and of a log that keeps nothing', async () => {
    expect(await goesOn('asc', 300, 300)).toEqual({ entries: [] });
    expect(await goesOn('asc', 300, 0)).toEqual({ entries: [] });
  });
});
