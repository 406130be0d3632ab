import { ListTurns } from '@rollcall/service-kit';
import { expect, it, vi } from 'vitest';
import { NameClient } from '../clients/name-client.js';
import type { AuditReadModel } from '../persistence/audit-read-model.js';
import type { EntrySearch, FoundEntries } from '../persistence/entry-search.js';
import { ExportController } from './export.controller.js';

const accountId = '01970000-0000-7000-8000-000000000001';
const asked = { accountId, log: 'changes', format: 'ndjson', limit: 2_000 } as const;

const away = { ask: () => Promise.reject(new Error('away')) };
const names = new NameClient({ users: away, teams: away, tokens: away }, { warn: () => undefined });

function exporting(found: FoundEntries) {
  const find = vi.fn<EntrySearch['find']>().mockResolvedValue(found);
  const log: Partial<AuditReadModel> = { search: { find } as Partial<EntrySearch> as EntrySearch };
  return { find, controller: new ExportController(log as AuditReadModel, names, new ListTurns()) };
}

it('goes on where time was over before the page was full, also behind an entry that is no longer kept', async () => {
  const { controller } = exporting({ entries: [], isOver: false, upTo: 90_000, next: 5_000 });
  expect(await controller.page(asked)).toEqual({ lines: [], next: 5_000, upTo: 90_000 });
});

it('ends where everything was searched', async () => {
  const { controller } = exporting({ entries: [], isOver: true, upTo: 90_000, next: 90_000 });
  expect(await controller.page(asked)).toEqual({ lines: [] });
});

it('looks no further than to where the log ended when the export began', async () => {
  const { find, controller } = exporting({ entries: [], isOver: false, upTo: 90_000, next: 7_000 });
  await controller.page({ ...asked, after: 5_000, upTo: 90_000 });
  expect(find).toHaveBeenCalledWith(expect.objectContaining({ after: 5_000, upTo: 90_000 }));
});
