import { TeamEvents, UserEvents, UserQueries, type AuditActor, type AuditSubject } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { NameClient } from '../clients/name-client.js';
import type { KeptView } from '../persistence/kept-entry.js';
import { wantedBy, withSentences } from './with-sentences.js';

const accountId = '01890a5d-ac96-774b-bcce-b302099a8057';
const idOf = (n: number) => `01890a5d-ac96-774b-bcce-${String(n).padStart(12, '0')}`;
const [teamId, tokenId] = [idOf(900_001), idOf(900_002)];
const people = (from: number, count: number) => Array.from({ length: count }, (_, n) => idOf(from + n));

let seq = 0;
const entry = (of: Partial<KeptView>): KeptView => ({
  id: idOf(800_000 + ++seq),
  log: 'changes',
  seq,
  at: '2026-11-30T10:00:00.000Z',
  receivedAt: '2026-11-30T10:00:00.100Z',
  kind: 'event',
  type: TeamEvents.membersAdded.type,
  outcome: 'done',
  actor: { kind: 'directory', id: tokenId } satisfies AuditActor,
  subject: { kind: 'team', id: teamId } satisfies AuditSubject,
  ...of,
});

/** Everybody has a name, and a question names no more people than it may. */
function owners() {
  const questions: number[] = [];
  const ask = (query: unknown, { userIds = [] }: { userIds?: string[] }) => {
    if (query !== UserQueries.briefs) return Promise.resolve([]);
    questions.push(userIds.length);
    return userIds.length > 5_000
      ? Promise.reject(new Error('too many'))
      : Promise.resolve(userIds.map((id) => ({ id, userName: `person${Number(id.slice(-12))}@example.com` })));
  };
  const owner = { ask: ask as never };
  return { questions, names: new NameClient({ users: owner, teams: owner, tokens: owner }, { warn: () => undefined }) };
}

describe('the names in sentences', () => {
  it('are there for all beside a push of a large group, whose members are a number', async () => {
    const { names, questions } = owners();
    const push = Array.from({ length: 60 }, (_, n) => entry({ also: people(n * 1_000, 1_000) }));
    const changed = entry({
      type: UserEvents.updated.type,
      subject: { kind: 'user', id: idOf(700_000) },
      detail: { changed: ['title'] },
    });
    const shown = await withSentences(accountId, [...push, changed], names);
    expect(shown[0]?.sentence).toContain('1000 people');
    expect(shown.at(-1)?.sentence).toContain('person700000@example.com');
    expect(shown.at(-1)?.subject).toMatchObject({ name: 'person700000@example.com' });
    expect(questions).toEqual([1]);
  });

  it('are asked for in parts where a page names more people than one question may', async () => {
    const { names, questions } = owners();
    const named = Array.from({ length: 2_000 }, (_, n) => entry({ also: people(n * 3, 3) }));
    const shown = await withSentences(accountId, named, names);
    expect(shown.at(-1)?.sentence).toContain('person5997@example.com, person5998@example.com, person5999@example.com');
    expect(questions).toEqual([5_000, 1_000]);
  });

  it('of the few whom a large run has put out are wanted, and of the many not', () => {
    const few = people(0, 2).map((userId) => ({ userId, reason: 'not-on-roster' }));
    const many = people(10, 500).map((userId) => ({ userId, reason: 'missing' }));
    const run = entry({
      type: TeamEvents.reconciled.type,
      actor: { kind: 'system', id: 'team-service' },
      also: [...people(0, 2), ...people(10, 500)],
      detail: { evicted: few, restored: many },
    });
    expect([...wantedBy([run]).user]).toEqual(people(0, 2));
  });

  it('are wanted of nobody who is no person: operators and parts of Rollcall', () => {
    const actors = [{ kind: 'operator', id: 'ann' } as const, { kind: 'system', id: 'user-service' } as const];
    const { user, token } = wantedBy(actors.map((actor) => entry({ actor, also: [] })));
    expect([...user, ...token]).toEqual([]);
  });
});
