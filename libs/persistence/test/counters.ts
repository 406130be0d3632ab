import { randomUUID } from 'node:crypto';
import { Refusal } from '@rollcall/contracts';
import type { Decision, PendingEvent } from '@rollcall/contracts';
import type { Message, OutgoingRecord } from '@rollcall/messaging';
import { v7 as uuidv7 } from 'uuid';
import { PrefetchRequired, PostgresDecisionStore } from '../src/index.js';
import type {
  DecisionStoreOptions,
  LoadRequest,
  StateLoader,
  TableWrite,
  Transaction,
  UnitOfWork,
} from '../src/index.js';

export const account = '01890a5d-ac96-774b-bcce-b302099a8057';

/** Adds to a counter, and makes it where it is missing. */
export interface Add {
  readonly counterId: string;
  readonly by: number;
  readonly name?: string;
}

export interface Counter {
  readonly id: string;
  readonly accountId: string;
  readonly version: number;
  readonly total: number;
  readonly name: string | null;
}

export function add(counterId: string, by: number, more: Partial<Message<Add>> & { name?: string } = {}): Message<Add> {
  const id = uuidv7();
  const { name, ...attributes } = more;
  return {
    id,
    type: 'counter.add',
    schemaVersion: 1,
    source: 'specs',
    time: new Date(),
    accountId: account,
    correlationId: id,
    payload: { counterId, by, ...(name === undefined ? {} : { name }) },
    key: counterId,
    place: { topic: 'specs', partition: 0, offset: '0' },
    ...attributes,
  };
}

export class Counters implements UnitOfWork<Counter> {
  private readonly changed = new Map<string, Counter>();

  constructor(
    private readonly loaded: ReadonlyMap<string, Counter>,
    readonly prefetched?: Prefetched,
  ) {}

  get(id: string): Counter | undefined {
    return this.changed.get(id) ?? this.loaded.get(id);
  }

  apply(changes: readonly Counter[]): void {
    for (const counter of changes) this.changed.set(counter.id, counter);
  }

  writes(): TableWrite[] {
    const rows = [...this.changed.values()]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((counter) => ({ ...counter, before: this.loaded.get(counter.id)?.version }));
    const old = rows.filter((row) => row.before !== undefined);
    const shape = 'AS r(id uuid, "accountId" uuid, version bigint, total int, name text, before bigint)';
    return [
      {
        name: 'new_counters',
        rows: rows.filter((row) => row.before === undefined),
        sql: (param) =>
          `INSERT INTO counters (id, account_id, version, total, name)
           SELECT r.id, r."accountId", r.version, r.total, r.name FROM json_to_recordset(${param}) ${shape}`,
      },
      {
        name: 'changed_counters',
        rows: old,
        guarded: true,
        sql: (param) =>
          `UPDATE counters c SET version = r.version, total = r.total, name = r.name
             FROM json_to_recordset(${param}) ${shape} WHERE c.id = r.id AND c.version = r.before`,
      },
    ];
  }
}

/** What the example asks of others: something about so many messages. */
export interface Prefetched {
  readonly about: number;
}

export class CounterStateLoader implements StateLoader<string, Counters, Counter, Prefetched> {
  /** `lock: false` is a source that breaks its contract: the version guard must catch it. */
  constructor(private readonly lock = true) {}

  prefetch?: (messages: readonly Message[]) => Promise<Prefetched>;

  async load(
    tx: Transaction,
    requests: readonly LoadRequest<string>[],
    prefetched?: Prefetched,
  ): Promise<Counters | PrefetchRequired<Prefetched>> {
    const { prefetch } = this;
    const messages = requests.map(({ message }) => message);
    if (prefetch && !prefetched) return new PrefetchRequired(() => prefetch(messages));
    const rows = await tx.query<Counter>(
      `SELECT id, account_id AS "accountId", version::int AS version, total, name FROM counters
        WHERE id = ANY($1::uuid[]) ORDER BY id ${this.lock ? 'FOR UPDATE' : ''}`,
      [requests.map(({ reads }) => reads)],
      { prepare: true },
    );
    return new Counters(new Map(rows.map((row) => [row.id, row])), prefetched);
  }
}

/** The example's rules: a total is never negative, and adding nothing is nothing. */
export async function decideAdd(message: Message, state: Counters): Promise<Decision<Counter>> {
  const { counterId, by, name } = message.payload as Add;
  const before = state.get(counterId);
  const total = (before?.total ?? 0) + by;
  const version = (before?.version ?? 0) + 1;
  if (total < 0) throw new Refusal('no-target', { total }, [warning(message, counterId)]);
  if (by === 0) return { changes: [], events: [] };
  return {
    changes: [{ id: counterId, accountId: message.accountId, version, total, name: name ?? before?.name ?? null }],
    events: [{ type: 'counter.added', accountId: message.accountId, aggregateId: counterId, version, payload: { by } }],
    reply: { total, version },
  };
}

function warning(message: Message, aggregateId: string): PendingEvent {
  return { type: 'counter.guarded', accountId: message.accountId, aggregateId, payload: {} };
}

export function encode(event: PendingEvent, cause: Message): OutgoingRecord {
  return {
    topic: 'specs.events',
    key: event.aggregateId,
    headers: { ce_type: event.type, ce_causationid: cause.id, ce_aggregateversion: String(event.version ?? '') },
    value: JSON.stringify(event.payload),
  };
}

export type CounterStore = PostgresDecisionStore<string, Counters, Counter, Prefetched>;
type CounterStoreOptions = DecisionStoreOptions<string, Counters, Counter, Prefetched>;

export function counterStore(
  options: Partial<CounterStoreOptions> & Pick<CounterStoreOptions, 'dataSource'>,
): CounterStore {
  return new PostgresDecisionStore({
    consumer: 'counter-service',
    loader: new CounterStateLoader(),
    readsOf: (message) => (message.payload as Add).counterId,
    encode,
    foresee: ({ changes, events }) => ({
      changed: changes.length > 0,
      events: events.map(({ type }) => type),
      attributes: [],
    }),
    ...options,
  });
}

export const newId = (): string => randomUUID();
