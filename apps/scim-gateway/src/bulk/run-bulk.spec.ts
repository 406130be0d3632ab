import { ScimError, type BulkEndpoint, type BulkOperation, type BulkRequest } from '@rollcall/scim';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runBulk, type BulkRun, type Outcome } from './run-bulk.js';

/** A gateway that takes its time, fails where it is told to, and notes who was under way with whom. */
class Services implements BulkRun {
  readonly atOnce = 4;
  readonly began: string[] = [];
  readonly log: string[] = [];
  readonly performed: BulkOperation[] = [];
  maxRunning = 0;
  /** Permits that the account does not use otherwise. */
  free = 100;
  readonly permits = { take: () => this.free > 0 && this.free-- > 0, giveBack: () => void this.free++ };
  abandoned = false;
  private running = 0;
  private ids = 0;

  constructor(
    private readonly fails: (name: string, of: Services) => 'name-taken' | 'failed' | undefined = () => undefined,
    private readonly idOf: (name: string, proposed: string) => string = (_, proposed) => proposed,
    private readonly delay: (name: string) => number = () => 1,
  ) {}

  isAbandoned = () => this.abandoned;
  newId = () => `id-${++this.ids}`;

  async perform(operation: BulkOperation, { newId }: { readonly newId: string }): Promise<Outcome> {
    const name = nameOf(operation);
    this.began.push(name);
    this.log.push(`> ${name}`);
    this.performed.push(operation);
    this.maxRunning = Math.max(this.maxRunning, ++this.running);
    for (let ticks = this.delay(name); ticks > 0; ticks--) await Promise.resolve();
    const failure = this.fails(name, this);
    this.running -= 1;
    this.log.push(`< ${name}`);
    if (failure) return this.no(operation, failure === 'name-taken');
    return { id: this.idOf(name, operation.id ?? newId), result: { method: operation.method, status: '200' } };
  }

  refuse({ operation }: Parameters<BulkRun['refuse']>[0], { status }: ScimError): Outcome {
    return this.no(operation, false, status);
  }

  private no({ method = '' }: { readonly method?: string }, isNameTaken: boolean, status = 409): Outcome {
    const response = new ScimError(status, 'no').toMessage();
    return { isNameTaken, result: { method, status: String(status), response } };
  }
}

const nameOf = ({ data, id }: BulkOperation) => (data as { name?: string } | undefined)?.name ?? String(id);
const post = (name: string, of: object = {}, endpoint: BulkEndpoint = '/Users'): BulkOperation => ({
  method: 'POST',
  endpoint,
  bulkId: name,
  data: { name, ...of },
});
const remove = (id: string): BulkOperation => ({ method: 'DELETE', endpoint: '/Users', id });
const refers = (...to: string[]) => ({ refs: to.map((each) => `bulkId:${each}`) });
const statuses = async (services: Services, request: BulkRequest) =>
  (await runBulk(request, services)).map(({ status }) => status);

describe('a bulk request that is carried out', () => {
  it('has independent operations side by side, no more than it may, and answers in order', async () => {
    const services = new Services(undefined, undefined, (name) => 20 - Number(name.slice(1)));
    const operations = Array.from({ length: 10 }, (_, at) => post(`p${at}`));
    expect(await statuses(services, { operations })).toEqual(operations.map(() => '200'));
    expect(services.maxRunning).toBe(4);
  });

  it('uses what the account leaves free, and one place at least, and gives back what it took', async () => {
    const operations = Array.from({ length: 10 }, (_, at) => post(`p${at}`));
    for (const [free, most] of [
      [0, 1],
      [2, 3],
      [50, 4],
    ] as const) {
      const services = new Services();
      services.free = free;
      expect(await statuses(services, { operations })).toHaveLength(10);
      expect([services.maxRunning, services.free]).toEqual([most, free]);
    }
  });

  it('lets others go first while it refuses a thousand operations, which wait for nothing (rule 24)', async () => {
    const services = new Services();
    services.refuse = ({ operation: { method = '' } }, { status }) => {
      for (const end = performance.now() + 0.05; performance.now() < end;); // as a record of it takes
      return { result: { method, status: String(status) } };
    };
    const operations = Array.from({ length: 1_000 }, () => ({ refusal: new ScimError(400, 'no') }));
    let turns = 0;
    const others = setInterval(() => (turns += 1), 1);
    expect(await statuses(services, { operations })).toHaveLength(1_000);
    clearInterval(others);
    expect(turns).toBeGreaterThan(4);
  });

  it('gives to who refers to a resource the id that it got', async () => {
    const services = new Services(undefined, (name, proposed) => (name === 'ann' ? 'id-of-ann-of-old' : proposed));
    const group = post('g', refers('ann', 'bob'), '/Groups');
    await runBulk({ operations: [group, post('ann'), post('bob')] }, services);
    expect(services.began.at(-1)).toBe('g');
    expect(services.performed.at(-1)?.data).toMatchObject({
      refs: ['id-of-ann-of-old', expect.stringMatching(/^id-\d$/)],
    });
  });

  it('does not carry out what refers to something that failed', async () => {
    const services = new Services((name) => (name === 'ann' ? 'failed' : undefined));
    const operations = [
      post('g', refers('ann'), '/Groups'),
      post('ann'),
      post('h', refers('g'), '/Groups'),
      post('bob'),
    ];
    expect(await statuses(services, { operations })).toEqual(['409', '409', '409', '200']);
    expect(services.began).toEqual(['ann', 'bob']);
  });

  it('solves a circle of people, and puts it right where one of them existed already', async () => {
    const services = new Services(undefined, (name, proposed) => (name === 'ann' ? 'ann-of-old' : proposed));
    const operations = [post('ann', refers('bob')), post('bob', refers('ann')), post('own', refers('own'))];
    expect(await statuses(services, { operations })).toEqual(['200', '200', '200']);
    const last = services.performed.filter((each) => nameOf(each) === 'bob').at(-1);
    expect(last).toMatchObject({ method: 'PUT', data: { refs: ['ann-of-old'] } });
    const own = services.performed.find((each) => nameOf(each) === 'own');
    expect(own).toMatchObject({ method: 'POST', data: { refs: [expect.stringMatching(/^id-\d$/)] } });
    expect(services.performed.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });

  it('leaves no reference of a circle to a person who was refused', async () => {
    const services = new Services((name) => (name === 'ann' ? 'failed' : undefined));
    const operations = [post('ann', refers('bob')), post('bob', refers('ann'))];
    expect(await statuses(services, { operations })).toEqual(['409', '200']);
    expect(services.performed.at(-1)).toMatchObject({ method: 'PUT', data: { name: 'bob', refs: [''] } });
  });

  it('corrects each person of a circle once, however many they refer to', async () => {
    const all = Array.from({ length: 20 }, (_, at) => `p${at}`);
    const services = new Services(undefined, (name) => `${name}-of-old`);
    await runBulk({ operations: all.map((each) => post(each, refers(...all))) }, services);
    const puts = services.performed.filter(({ method }) => method === 'PUT');
    expect(new Set(puts.map(nameOf)).size).toBe(puts.length);
    const corrected = services.performed.filter((each) => nameOf(each) === 'p19').at(-1);
    expect(corrected?.data).toMatchObject({ refs: all.map((each) => `${each}-of-old`) });
  });

  it('corrects nobody when its client has gone', async () => {
    const services: Services = new Services(
      (name) => {
        if (name === 'ann') services.abandoned = true;
        return undefined;
      },
      (name, proposed) => (name === 'ann' ? 'ann-of-old' : proposed),
    );
    await runBulk({ operations: [post('ann', refers('bob')), post('bob', refers('ann'))] }, services);
    expect(services.performed.map(({ method }) => method)).toEqual(['POST', 'POST']);
  });

  const failingCorrection = () =>
    new Services(
      (name, { performed }) =>
        name === 'bob' && performed.some(({ method }) => method === 'PUT') ? 'failed' : undefined,
      (name, proposed) => (name === 'ann' ? 'ann-of-old' : proposed),
    );
  const circle = [post('ann', refers('bob')), post('bob', refers('ann'))];

  it('says of whom it made that the reference is missing, where that cannot be put right; others find them', async () => {
    const services = failingCorrection();
    const results = await runBulk({ operations: [...circle, post('g', refers('bob'), '/Groups')] }, services);
    expect(results.map(({ status }) => status)).toEqual(['200', '409', '200']);
    expect(results[1]).toMatchObject({
      method: 'POST',
      response: { detail: 'The resource was made, but a reference to another one of the request is missing. no' },
    });
    expect(services.performed.at(-1)?.data).toMatchObject({ refs: [expect.stringMatching(/^id-\d$/)] });
  });

  it('counts a reference that is missing as an error, for what comes after the circle (RFC 7644 §3.7)', async () => {
    const operations = [...circle, post('g', {}, '/Groups'), post('h', {}, '/Groups')];
    expect(await statuses(failingCorrection(), { failOnErrors: 1, operations })).toEqual(['200', '409']);
  });

  it('lets no change overtake the POSTs before it, nor another one of the same resource', async () => {
    const services = new Services(undefined, undefined, (name) => (name === 'x' ? 1 : 50));
    const put: BulkOperation = { ...remove('y'), method: 'PUT', data: { name: 'y, first' } };
    await runBulk({ operations: [post('ann'), post('g', {}, '/Groups'), remove('x'), put, remove('y')] }, services);
    const at = (entry: string) => services.log.indexOf(entry);
    expect(at('> x')).toBeGreaterThan(Math.max(at('< ann'), at('< g')));
    expect(at('> y')).toBeGreaterThan(at('< y, first'));
  });

  it('tries again who found a name taken, once those before it are over: one of them may have freed it', async () => {
    const services = new Services(
      (name, { log }) => (name === 'ann' && !log.includes('< x') ? 'name-taken' : undefined),
      undefined,
      (name) => (name === 'x' ? 50 : 1),
    );
    expect(await statuses(services, { operations: [remove('x'), post('ann')] })).toEqual(['200', '200']);
    expect(services.began.toSorted()).toEqual(['ann', 'ann', 'x']);
    expect(services.began.at(-1)).toBe('ann');
  });

  it('tries only once again', async () => {
    const services = new Services(
      (name) => (name === 'ann' ? 'name-taken' : undefined),
      undefined,
      (name) => (name === 'x' ? 50 : 1),
    );
    expect(await statuses(services, { operations: [remove('x'), post('ann')] })).toEqual(['200', '409']);
    expect(services.began.toSorted()).toEqual(['ann', 'ann', 'x']);
    expect(services.began.at(-1)).toBe('ann');
  });

  it('begins nothing more when its client has gone', async () => {
    const services: Services = new Services((name) => {
      if (name === 'p2') services.abandoned = true;
      return undefined;
    });
    const results = await runBulk({ operations: Array.from({ length: 50 }, (_, at) => post(`p${at}`)) }, services);
    expect(results.length).toBeLessThan(10);
  });

  it('can be a chain of 1,000 references', async () => {
    const services = new Services();
    const operations = Array.from({ length: 1_000 }, (_, at) => post(`p${at}`, at < 999 ? refers(`p${at + 1}`) : {}));
    expect(new Set(await statuses(services, { operations }))).toEqual(new Set(['200']));
    expect(services.began[0]).toBe('p999');
  });
});

describe('failOnErrors', () => {
  const operations = fc.array(fc.boolean(), { minLength: 1, maxLength: 30 });

  it('begins exactly what one after the other would have begun (RFC 7644 §3.7)', async () => {
    await fc.assert(
      fc.asyncProperty(
        operations,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 9 }),
        async (good, failOnErrors, pace) => {
          const services = new Services(
            (name) => (good[Number(name.slice(1))] ? undefined : 'failed'),
            undefined,
            (name) => (Number(name.slice(1)) * 7) % pace,
          );
          const results = await runBulk({ failOnErrors, operations: good.map((_, at) => post(`p${at}`)) }, services);
          let errors = 0;
          const serial = good.filter((each) => errors < failOnErrors && (each || ++errors > 0));
          expect(results).toHaveLength(serial.length);
          expect(services.began).toHaveLength(serial.length);
        },
      ),
    );
  });
});

describe('any bulk request', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const anyRequest = fc
    .tuple(
      ...names.map((name) =>
        fc
          .tuple(fc.constantFrom<BulkEndpoint>('/Users', '/Groups'), fc.subarray(names))
          .map(([to, of]) => post(name, refers(...of), to)),
      ),
    )
    .chain((posts) =>
      fc.shuffledSubarray([
        ...posts,
        remove('x'),
        remove('y'),
        { ...remove('x'), method: 'PUT' as const, data: { name: 'x' } },
      ]),
    );

  it('ends with failOnErrors too, whatever fails', async () => {
    const anyFailures = fc.record({ failOnErrors: fc.integer({ min: 1, max: 5 }), failing: fc.subarray(names) });
    await fc.assert(
      fc.asyncProperty(anyRequest, anyFailures, fc.integer({ min: 1, max: 9 }), async (operations, of, pace) => {
        const services = new Services(
          (name) => (of.failing.includes(name) ? 'failed' : undefined),
          (name, proposed) => (name < 'c' ? `${name}-of-old` : proposed),
          (name) => ((name.codePointAt(0) ?? 0) * 7) % pace,
        );
        const results = await runBulk({ operations, failOnErrors: of.failOnErrors }, services);
        const failures = results.filter(({ response }) => response);
        if (failures.length < of.failOnErrors) expect(results).toHaveLength(operations.length);
      }),
    );
  });

  it('ends, answers each operation, and begins none before those that it refers to are over', async () => {
    await fc.assert(
      fc.asyncProperty(anyRequest, fc.integer({ min: 1, max: 9 }), async (operations, pace) => {
        const services = new Services(undefined, undefined, (name) => (name.codePointAt(0) ?? 0) % pace);
        const results = await runBulk({ operations }, services);
        expect(results).toHaveLength(operations.length);
        for (const [at, { status }] of results.entries()) {
          const { method, data } = operations[at] ?? remove('');
          if (status !== '200' || method !== 'POST' || operations[at]?.endpoint === '/Users') continue;
          for (const ref of (data as { refs: string[] }).refs) {
            const name = ref.slice('bulkId:'.length);
            expect(services.log.indexOf(`< ${name}`)).toBeLessThan(
              services.log.indexOf(`> ${nameOf(operations[at] ?? remove(''))}`),
            );
          }
        }
      }),
    );
  });
});
