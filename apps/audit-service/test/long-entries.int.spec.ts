import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { readSearchQuery } from '../src/domain/search-query.js';
import { AuditReadModel } from '../src/persistence/audit-read-model.js';
import { maxPeopleOfPage } from '../src/persistence/entry-search.js';
import { auditLog } from './support/audit-database.js';
import { fillLog } from './support/filled-log.js';

const { reads, query } = await auditLog({ pastDays: 10 });
const readModel = new AuditReadModel(reads);
const accountId = uuidv7();
const count = 300;
await fillLog(query, { accountId, count, days: 3 });
await query(
  `UPDATE entries SET also = (SELECT array_agg(gen_random_uuid()) FROM generate_series(1, 1000) WHERE seq > 0)
    WHERE account_id = '${accountId}' AND seq % 3 > 0`,
);

it('a page ends where its entries tell of very many people, and the next one begins there (rule 24)', async () => {
  for (const order of ['asc', 'desc'] as const) {
    const seen: number[] = [];
    const people: number[] = [];
    for (let after: number | undefined, isOver = false; !isOver;) {
      const page = await readModel.search.find({
        accountId,
        log: 'changes',
        order,
        limit: 2_000,
        query: readSearchQuery({}),
        ...(after === undefined ? {} : { after }),
      });
      people.push(page.entries.reduce((sum, { also = [] }) => sum + also.length, 0));
      seen.push(...page.entries.map(({ seq }) => seq));
      ({ isOver, next: after } = page);
    }
    expect(Math.max(...people)).toBeLessThan(2 * maxPeopleOfPage);
    expect(people.length).toBeGreaterThan(2);
    const all = Array.from({ length: count }, (_, n) => n + 1);
    expect(seen).toEqual(order === 'asc' ? all : all.toReversed());
  }
});
