import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BulkEndpoint, BulkOperation, BulkRequest } from './bulk-request.js';
import { planBulk, type BulkStep } from './plan-bulk.js';

const post = (endpoint: BulkEndpoint, bulkId: string, ...references: string[]): BulkOperation => ({
  method: 'POST',
  endpoint,
  bulkId,
  data: { members: references.map((each) => ({ value: `bulkId:${each}` })) },
});
const patch = (endpoint: BulkEndpoint, id: string, ...mentions: string[]): BulkOperation => ({
  method: 'PATCH',
  endpoint,
  id,
  data: { Operations: [{ op: 'add', path: 'members', value: mentions.map((value) => ({ value })) }] },
});
const plan = (...operations: BulkRequest['operations']) => planBulk({ operations });
const order = (steps: readonly BulkStep[]) => steps.map(({ at }) => at);
const refused = (steps: readonly BulkStep[]) =>
  Object.fromEntries(steps.flatMap(({ at, refusal }) => (refusal ? [[at, refusal.status]] : [])));

describe('the plan of a bulk request', () => {
  it('keeps the order, but makes what is referred to first (RFC 7644 §3.7.2)', () => {
    const steps = plan(post('/Groups', 'g', 'a', 'b'), post('/Users', 'a'), patch('/Users', 'x'), post('/Users', 'b'));
    expect(order(steps)).toEqual([1, 3, 0, 2]);
    expect(steps.find(({ at }) => at === 0)?.requires).toEqual([1, 3]);
  });

  it('refuses groups in a circle, and those alone (RFC 7644 §3.7.1)', () => {
    const steps = plan(
      post('/Groups', 'a', 'b'),
      post('/Groups', 'b', 'a'),
      post('/Groups', 'self', 'self'),
      post('/Users', 'c'),
    );
    expect(refused(steps)).toEqual({ 0: 409, 1: 409, 2: 409 });
  });

  it('takes people in a circle to get the ids that are proposed for them', () => {
    const steps = plan(post('/Users', 'a', 'b'), post('/Users', 'b', 'a'), post('/Users', 'self', 'self'));
    expect(refused(steps)).toEqual({});
    expect(steps.map(({ at, requires, presumes }) => ({ at, requires, presumes }))).toEqual([
      { at: 1, requires: [], presumes: [0] },
      { at: 0, requires: [1], presumes: [] },
      { at: 2, requires: [], presumes: [2] },
    ]);
  });

  it('refuses a reference to what no POST of the request makes', () => {
    const steps = plan(
      post('/Groups', 'g', 'nobody'),
      { ...patch('/Users', 'x'), bulkId: 'p' },
      post('/Groups', 'h', 'p'),
    );
    expect(refused(steps)).toEqual({ 0: 400, 2: 400 });
  });

  it('keeps operations of one resource, or of one name, one after the other, and others side by side', () => {
    const named = (userName: string): BulkOperation => ({ method: 'POST', endpoint: '/Users', data: { userName } });
    const steps = plan(
      patch('/Users', 'x'),
      patch('/Users', 'y'),
      patch('/Groups', 'g', 'x', 'y'),
      { method: 'DELETE', endpoint: '/Users', id: 'x' },
      named('ann@example.com'),
      named('Ann@example.com'),
      named('bob@example.com'),
    );
    expect(steps.map(({ after }) => after)).toEqual([[], [], [0, 1], [2, 0], [], [4], []]);
  });

  it('removes members by their names when the changes of people before it are over, and before those behind it', () => {
    const byName = { Operations: [{ op: 'remove', path: 'members[DISPLAY sw "ann"]' }] };
    const steps = plan(
      patch('/Users', 'x'),
      { method: 'PATCH', endpoint: '/Groups', id: 'g', data: byName },
      { method: 'PATCH', endpoint: '/Groups', id: 'h', data: byName },
      patch('/Users', 'x'),
      patch('/Users', 'y'),
    );
    expect(steps.map(({ after }) => after)).toEqual([[], [0], [0], [1, 2, 0], [1, 2]]);
  });

  it('lets no change overtake the POSTs before it: they could bring back whom it lets go', () => {
    const steps = plan(post('/Users', 'a'), post('/Groups', 'g'), patch('/Users', 'x'));
    expect(steps.map(({ afterPostsTo }) => afterPostsTo)).toEqual([[], ['/Users'], ['/Users', '/Groups']]);
  });
});

const bulkIds = ['a', 'b', 'c', 'd', 'e', 'f'];
const endpoint = fc.constantFrom<BulkEndpoint>('/Users', '/Groups');
const references = fc.array(fc.constantFrom(...bulkIds), { maxLength: 3 });
const anyRequest = fc
  .tuple(
    fc.tuple(...bulkIds.map((bulkId) => fc.tuple(endpoint, references).map(([to, of]) => post(to, bulkId, ...of)))),
    fc.array(
      fc
        .tuple(endpoint, fc.constantFrom('x', 'y', ...bulkIds.map((each) => `bulkId:${each}`)), references)
        .map(([to, id, of]) => patch(to, id, 'x', ...of.map((each) => `bulkId:${each}`))),
      { maxLength: 6 },
    ),
  )
  .chain(([posts, patches]) => fc.shuffledSubarray([...posts, ...patches], { minLength: 1 }))
  .map((operations): BulkRequest => ({ operations }));

describe('any graph of references', () => {
  it('is planned so that each operation stands once, behind all that it waits for', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        const steps = planBulk(request);
        expect(order(steps).toSorted((a, b) => a - b)).toEqual([...request.operations.keys()]);
        const positions = new Map(steps.map(({ at }, position) => [at, position]));
        for (const [position, { requires, after }] of steps.entries())
          for (const each of [...requires, ...after]) expect(positions.get(each)).toBeLessThan(position);
      }),
    );
  });

  it('is refused where, and only where, a reference leads nowhere or a circle has a group', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        const steps = planBulk(request);
        for (const { at, refusal, requires, presumes } of steps) {
          const targets = targetsOf(request, at);
          if (targets === undefined) expect(refusal?.status).toBe(400);
          else if (refusal) expect(isInCircleWithGroup(request, at)).toBe(true);
          else expect([...requires, ...presumes].toSorted((a, b) => a - b)).toEqual(targets);
        }
        // nothing that could be carried out is refused, and what presumes is a person who refers to a person
        for (const { operation, presumes } of steps)
          if (presumes.length > 0) expect(operation).toMatchObject({ method: 'POST', endpoint: '/Users' });
      }),
    );
  });
});

/** The places that an operation refers to; undefined where one is missing. */
function targetsOf({ operations }: BulkRequest, at: number): number[] | undefined {
  const names = [...JSON.stringify(operations[at]).matchAll(/"bulkId:(\w)"/g)].map(([, name]) => name);
  const places = [...new Set(names)].map((name) =>
    operations.findIndex((each) => each.method === 'POST' && each.bulkId === name),
  );
  return places.includes(-1) ? undefined : places.toSorted((a, b) => a - b);
}

function isInCircleWithGroup(request: BulkRequest, at: number): boolean {
  const reached = (from: number) => {
    const seen = new Set<number>();
    const open = [from];
    for (let each = open.pop(); each !== undefined; each = open.pop())
      for (const target of targetsOf(request, each) ?? []) {
        if (seen.has(target)) continue;
        seen.add(target);
        open.push(target);
      }
    return seen;
  };
  const ahead = reached(at);
  if (!ahead.has(at)) return false;
  const circle = [...ahead].filter((each) => reached(each).has(at));
  return circle.some(
    (each) =>
      request.operations[each]?.method !== 'POST' || JSON.stringify(request.operations[each]).includes('/Groups'),
  );
}
