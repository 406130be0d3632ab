import {
  anyObject,
  UserEvents,
  type CommandDefinition,
  type WouldBeMessage,
  type WouldBeResult,
} from '@rollcall/contracts';
import type { DecideTogether } from '@rollcall/gateway-kit';
import { ScimError, type BulkEndpoint, type BulkOperation, type BulkStep } from '@rollcall/scim';
import { describe, expect, it } from 'vitest';
import { foreseeBulk, type ForeseeingRun } from './foresee-bulk.js';
import type { Outcome, Performing } from './run-bulk.js';

const anyCommand: CommandDefinition = {
  kind: 'command',
  type: 'spec.do',
  version: 1,
  topic: 'specs',
  key: () => '',
  payload: Object,
  example: {},
  reply: anyObject,
};
const nameOf = ({ id, data }: Pick<BulkOperation, 'id' | 'data'>) => (data as { name?: string })?.name ?? String(id);
const post = (name: string, of: object = {}, endpoint: BulkEndpoint = '/Users'): BulkOperation => ({
  method: 'POST',
  endpoint,
  bulkId: name,
  data: { name, ...of },
});
const remove = (id: string): BulkOperation => ({ method: 'DELETE', endpoint: '/Users', id });
const isTaken = ({ reply }: Partial<WouldBeResult> = {}) => reply !== undefined && 'ok' in reply && reply.ok === true;
const refers = (...to: string[]) => ({ refs: to.map((each) => `bulkId:${each}`) });

/** A gateway whose owners refuse whoever is named so, and raise an event for everybody else. */
class Gateway implements ForeseeingRun {
  readonly asked: (readonly [BulkEndpoint, readonly WouldBeMessage[]])[] = [];
  readonly counted: number[] = [];
  private ids = 0;

  constructor(
    private readonly refuses: ReadonlySet<string> = new Set(),
    /** Operations that are refused before their owner is asked. */
    private readonly malformed: ReadonlySet<string> = new Set(),
  ) {}

  newId = () => `id-${this.ids++}`;
  count = (at: number) => void this.counted.push(at);

  async perform(operation: BulkOperation, of: Performing & { readonly decide: DecideTogether }): Promise<Outcome> {
    const name = nameOf(operation);
    if (this.malformed.has(name)) return this.no(operation.method, 400);
    try {
      const reply = await of.decide(anyCommand, { ...operation, name });
      if (!reply.ok) return this.no(operation.method, 500);
      return { id: operation.id ?? of.newId, result: { method: operation.method, status: '200' } };
    } catch (error) {
      return this.no(operation.method, error instanceof ScimError ? error.status : 500);
    }
  }

  refuse({ operation }: BulkStep, { status }: ScimError): Outcome {
    return this.no(operation.method, status);
  }

  async ask(endpoint: BulkEndpoint, messages: readonly WouldBeMessage[]): Promise<WouldBeResult[]> {
    this.asked.push([endpoint, messages]);
    const results: WouldBeResult[] = [];
    for (const { payload, requires = [], version } of messages) {
      const name = (payload as { name?: string }).name ?? '';
      if (version !== undefined) results.push({ events: [] });
      else if (requires.some((each) => !isTaken(results[each]))) results.push({ events: [] });
      else if (this.refuses.has(name))
        results.push({ reply: { ok: false, code: 'user-name-taken', facts: {} }, events: [] });
      else {
        const event = { type: UserEvents.created.type, payload: { follows: name }, version: 1 };
        results.push({ reply: { ok: true, body: {} }, events: [event, { type: 'user.warned', payload: {} }] });
      }
    }
    return results;
  }

  private no(method = '', status = 409): Outcome {
    return { result: { method, status: String(status), response: new ScimError(status, 'no').toMessage() } };
  }
}

const statuses = async (gateway: Gateway, operations: readonly BulkOperation[], failOnErrors?: number) => {
  const request = failOnErrors === undefined ? { operations } : { operations, failOnErrors };
  return (await foreseeBulk(request, gateway)).map(({ status }) => status);
};
const textsOf = (messages: readonly WouldBeMessage[] = []) =>
  messages.map(({ payload }) => {
    const { name, follows } = payload as { name?: string; follows?: string };
    return name ?? `told of ${follows}`;
  });

describe('a dry run of a bulk request', () => {
  it('asks each owner once, in the order of the plan; that of teams hears of people between its commands', async () => {
    const gateway = new Gateway();
    const operations = [
      post('early', {}, '/Groups'),
      post('ann'),
      post('team', refers('bob'), '/Groups'),
      post('bob'),
      remove('someone'),
    ];
    expect(await statuses(gateway, operations)).toEqual(['200', '200', '200', '200', '200']);
    expect(gateway.asked.map(([endpoint, messages]) => [endpoint, textsOf(messages)])).toEqual([
      ['/Users', ['ann', 'bob', 'someone']],
      ['/Groups', ['early', 'told of ann', 'told of bob', 'team', 'told of someone']],
    ]);
  });

  it('names what an operation requires by its place, and the answer for it is that of the failure', async () => {
    const gateway = new Gateway(new Set(['ann']));
    const operations = [post('ann'), post('bob', refers('ann')), post('team', refers('bob'), '/Groups'), post('cy')];
    expect(await statuses(gateway, operations)).toEqual(['500', '409', '409', '200']);
    expect(gateway.asked[0]?.[1].map(({ requires }) => requires)).toEqual([undefined, [0], undefined]);
    expect(gateway.asked).toHaveLength(1); // nobody is asked about teams
  });

  it('asks nothing about what requires an operation that is malformed', async () => {
    const gateway = new Gateway(new Set(), new Set(['ann']));
    expect(await statuses(gateway, [post('ann'), post('bob', refers('ann')), post('cy')])).toEqual([
      '400',
      '409',
      '200',
    ]);
    expect(textsOf(gateway.asked[0]?.[1])).toEqual(['cy']);
  });

  it('ends where failOnErrors ends the request, and counts no further', async () => {
    const gateway = new Gateway(new Set(['ann', 'cy']));
    const operations = [post('team', {}, '/Groups'), post('ann'), post('bob'), post('cy'), post('dee')];
    expect(await statuses(gateway, operations, 2)).toEqual(['200', '500', '200', '500']);
    expect(gateway.counted).toEqual([0, 1, 2, 3]);
  });

  it('lets others go first while what became of a hundred operations is told and recorded (rule 24)', async () => {
    const gateway = new Gateway();
    const work = () => {
      for (const end = performance.now() + 0.5; performance.now() < end;);
    };
    const seen: number[] = [];
    let turns = 0;
    const perform = gateway.perform.bind(gateway);
    gateway.perform = async (operation, of) => {
      const outcome = await perform(operation, of);
      work();
      seen.push(turns);
      return outcome;
    };
    gateway.count = (at) => {
      work();
      seen.push(turns);
      gateway.counted.push(at);
    };
    const others = setInterval(() => (turns += 1), 1);
    await statuses(
      gateway,
      Array.from({ length: 100 }, (_, at) => post(`p${at}`)),
    );
    clearInterval(others);
    expect(gateway.counted).toHaveLength(100);
    const [answered, recorded] = [seen.slice(0, 100), seen.slice(100)];
    expect((answered.at(-1) ?? 0) - (answered[0] ?? 0)).toBeGreaterThan(4);
    expect((recorded.at(-1) ?? 0) - (recorded[0] ?? 0)).toBeGreaterThan(4);
  });
});
