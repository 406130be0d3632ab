import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { closingTerm, replyRetentionMs, segmentMsOf, topicDefinitions } from '@rollcall/contracts';
import { inboxKeptMs, sharedEntities, type EntityClass } from '@rollcall/persistence';
import { getMetadataArgsStorage } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { auditEntities } from '../../apps/audit-service/src/persistence/entities/audit-entities.js';
import { auditServiceSettings } from '../../apps/audit-service/src/settings.js';
import { contestsKeptMs, runsKeptMs } from '../../apps/team-service/src/reconciliation/clean-history.js';
import { proposalKeptMs, undoMs } from '../../apps/team-service/src/domain/takeover.js';
import { stagedKeptMs } from '../../apps/team-service/src/user-replica/user-replica.js';
import { teamEntities } from '../../apps/team-service/src/persistence/entities/team-entities.js';
import { tokenEntities } from '../../apps/token-service/src/persistence/entities/token-entities.js';
import { forgottenAfterMs } from '../../apps/user-service/src/domain/sign-in/sign-in-limits.js';
import { userEntities } from '../../apps/user-service/src/persistence/entities/user-entities.js';
import { deliveriesKeptDays } from '../../apps/user-service/src/persistence/hand-out-notices.js';
import { windowMinutes } from '../../apps/user-service/src/persistence/leavers.js';
import { endedKeptDays } from '../../apps/user-service/src/persistence/notice-read-model.js';
import { userServiceSettings } from '../../apps/user-service/src/settings.js';

const page = readFileSync(join(import.meta.dirname, '../../docs/data.md'), 'utf8');
const units = { d: 24 * 3_600_000, h: 3_600_000, m: 60_000 } as const;

/** The rows of all tables of the page, each cell a text. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));

/** The lengths of time that the last cell of a row names, in its order. */
function termsOf(first: string): number[] {
  const [row] = rows.filter(([cell = '']) => cell.startsWith(first));
  if (!row) throw new Error(`docs/data.md has no row of ${first}`);
  return [...(row.at(-1) ?? '').matchAll(/\b(\d+)([dhm])\b/g)].map(
    ([, count, unit]) => Number(count) * units[unit as keyof typeof units],
  );
}

const tableOf = (entity: EntityClass) => getMetadataArgsStorage().tables.find(({ target }) => target === entity)?.name;

describe('the page of what is kept where', () => {
  it.each(topicDefinitions.map(({ name, retentionMs }) => [name, retentionMs] as const))('says how long %s is kept', (name, ms) => {
    expect(termsOf(`\`${name}\``)).toEqual([ms]);
  });

  it('says the other terms as the code has them', () => {
    expect(termsOf('`rollcall.replies.*`')).toEqual([replyRetentionMs]);
    expect(termsOf('`inbox`: commands')).toEqual([inboxKeptMs.commands]);
    expect(termsOf('`inbox`: events')).toEqual([inboxKeptMs.events]);
    expect(termsOf('`reconciler_runs`')).toEqual([runsKeptMs]);
    expect(termsOf('`takeovers`, `takeover_people`')).toEqual([proposalKeptMs, undoMs]);
    expect(termsOf('`contests`')).toEqual([contestsKeptMs]);
    expect(termsOf('`staged_members`')).toEqual([stagedKeptMs]);
    expect(termsOf('`questions`')).toEqual([stagedKeptMs]);
    expect(termsOf('`recent_leavers`')).toEqual([windowMinutes * units.m]);
    expect(termsOf('`notices`')).toEqual([endedKeptDays * units.d]);
    expect(termsOf('`deliveries`')).toEqual([deliveriesKeptDays * units.d]);
    expect(termsOf('`sign_in_failures`')).toEqual([forgottenAfterMs]);
    const { changesDays, readsDays } = auditServiceSettings;
    const auditDays = [changesDays, readsDays].map((days) => days.read(undefined) * units.d);
    expect([termsOf('`entries`'), termsOf('`read_entries`'), termsOf('`sources`')]).toEqual([
      [auditDays[0]],
      [auditDays[1]],
      [auditDays[0]],
    ]);
    const longest = topicDefinitions.map(({ retentionMs }) => segmentMsOf(retentionMs));
    expect([Math.max(...longest), segmentMsOf(replyRetentionMs)]).toEqual([units.d, 10 * units.m]);
    const { sessionLifetimeMs, sessionIdleMs } = userServiceSettings;
    expect(termsOf('`sessions`')).toEqual([sessionLifetimeMs.read(undefined), sessionIdleMs.read(undefined)]);
    expect(page).toContain(`--after ${closingTerm.usual / 86_400}d`);
    expect([closingTerm.shortest, closingTerm.longest]).toEqual([86_400, 365 * 86_400]);
  });

  it('names every table of every service, and none that there is not', () => {
    const all = [...sharedEntities, ...userEntities, ...teamEntities, ...tokenEntities, ...auditEntities].map(tableOf);
    const databases = page.slice(page.indexOf('## Databases'), page.indexOf('## Topics'));
    const named = databases
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .flatMap((line) => [...(line.split(' | ')[0] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name));
    expect(new Set(named)).toEqual(new Set(all));
  });
});
