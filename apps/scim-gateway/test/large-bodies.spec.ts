import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { BodyBudget } from '@rollcall/gateway-kit';
import { afterEach, describe, expect, it } from 'vitest';
import { otherAccountId, sharedGateway, tokenId } from './gateway-under-test.js';

const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const uuid = (at: number) => `01890a5d-ac96-774b-bcce-${String(at).padStart(12, '0')}`;
const membersOf = (count: number) => Array.from({ length: count }, (_, at) => ({ value: uuid(at) }));
const groupOf = (count: number, displayName = 'Everybody') =>
  JSON.stringify({ schemas: [groupSchema], displayName, members: membersOf(count) });

/** Says how many bodies have been let in. */
class WatchedBudget extends BodyBudget {
  taken = 0;

  override async take(account: string, bytes: number): Promise<() => void> {
    const giveBack = await super.take(account, bytes);
    this.taken++;
    return giveBack;
  }
}

const share = 2_000_000;
const bodyBudget = new WatchedBudget({ totalBytes: 2 * share, accountBytes: share, waitMs: 5_000 });

const gateway = await sharedGateway({ bodyBudget });

/** A POST of a group that is begun, and sends the rest of its body when it is told to. */
class Begun {
  private readonly request;
  readonly answer: Promise<{ status: number; retryAfter: string | undefined; detail: string }>;

  constructor(
    body: string,
    { length, token = gateway.token }: { readonly length?: number; readonly token?: string } = {},
  ) {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/scim+json',
      ...(length === undefined ? {} : { 'content-length': length }),
    };
    const request = httpRequest(`${gateway.url}/scim/v2/Groups`, { method: 'POST', headers });
    this.request = request;
    this.answer = new Promise((resolve, reject) => {
      request.on('error', reject);
      request.on('response', (response) => {
        const { statusCode: status = 0, headers: sent } = response;
        text(response)
          .then((json) => JSON.parse(json) as { detail?: string })
          .then(({ detail = '' }) => resolve({ status, retryAfter: sent['retry-after'], detail }), reject);
      });
    });
    this.answer.catch(() => undefined);
    request.write(body);
  }

  end(rest = ''): this {
    this.request.end(rest);
    return this;
  }

  abort(): void {
    this.request.destroy();
  }
}

describe('a large body', () => {
  const begun: Begun[] = [];
  const begin = (...of: ConstructorParameters<typeof Begun>) => {
    const request = new Begun(...of);
    begun.push(request);
    return request;
  };
  afterEach(() => begun.splice(0).forEach((each) => each.abort()));

  it('is read as a small one is: whole, changes, and what is wrong with it', async () => {
    const { status, json } = await gateway.ask('/scim/v2/Groups', { body: groupOf(20_000, 'Large') });
    expect([status, (json['members'] as object[]).length]).toEqual([201, 20_000]);
    const path = `/scim/v2/Groups/${String(json['id'])}`;
    const ofMembers = (op: string, count: number) => ({ op, path: 'members', value: membersOf(count) });
    const change = (...Operations: object[]) =>
      gateway.ask(path, { method: 'PATCH', body: { schemas: [], Operations } });
    expect((await change(ofMembers('remove', 19_999))).status).toBe(204);
    expect(((await gateway.ask(path)).json['members'] as object[]).length).toBe(1);
    const wrong = await change(ofMembers('add', 20_000), { op: 'explode' });
    expect([wrong.status, wrong.json['detail']]).toEqual([
      400,
      'The "op" of operation 2 must be add, replace or remove.',
    ]);
    const cut = groupOf(20_000).slice(0, -1);
    const broken = await gateway.ask('/scim/v2/Groups', { body: cut });
    expect([broken.status, broken.json['detail']]).toEqual([
      400,
      `The body is not valid JSON: it breaks at line 1, column ${cut.length + 1}.`,
    ]);
    const escaped = await gateway.ask('/scim/v2/Groups', { body: groupOf(20_000, '\0') });
    expect([escaped.status, escaped.json['scimType']]).toEqual([400, 'invalidValue']);
  });

  it('with all that is said of members is read for their ids, and what is wrong with it is told by its place', async () => {
    const full = membersOf(5_000).map(({ value }) => ({
      $ref: `https://scim.example.com/scim/v2/Users/${value}`,
      value,
      display: `Person "${value}"\n`,
      type: 'User',
    }));
    const body = JSON.stringify({ schemas: [groupSchema], displayName: 'Full', members: full }, null, 1);
    const { status, json } = await gateway.ask('/scim/v2/Groups', { body });
    expect([status, (json['members'] as { value: string }[]).map(({ value }) => value)]).toEqual([
      201,
      full.map(({ value }) => value),
    ]);
    const path = `/scim/v2/Groups/${String(json['id'])}`;
    const Operations = [{ op: 'remove', path: 'members', value: full.slice(1) }];
    expect((await gateway.ask(path, { method: 'PATCH', body: { Operations } })).status).toBe(204);
    expect((await gateway.ask(path)).json['members']).toMatchObject([{ value: full[0]?.value }]);

    const broken = body.replace(`"value": "${full[4_999]?.value ?? ''}",`, '$&,');
    const line = broken.slice(0, broken.indexOf(',,')).split('\n').length;
    const answer = await gateway.ask('/scim/v2/Groups', { body: broken });
    expect(answer.json['detail']).toMatch(
      new RegExp(`^The body is not valid JSON: it breaks at line ${line}, column \\d+\\.$`),
    );
    const wrong = JSON.stringify({ displayName: 'Wrong', members: [...full, { display: 'Nobody', type: 'User' }] });
    const refused = await gateway.ask('/scim/v2/Groups', { body: wrong });
    expect([refused.status, refused.json['detail']]).toEqual([400, 'Each of members needs "value", and one has none.']);
  });

  it('has the limits of a group at every spelling of the address', async () => {
    for (const path of ['//scim/v2/Groups', '/scim/v2/%47roups', '/scim/v2/Groups/'])
      expect((await gateway.ask(path, { body: groupOf(20_000, `At ${path}`) })).status).toBe(201);
  });

  it('of more than 150,000 members is refused before it is parsed, and says what to do', async () => {
    const body = `{"displayName":"a","members":[${'{},'.repeat(160_000)}{}]}`;
    const { status, json } = await gateway.ask('/scim/v2/Groups', { body });
    expect(status).toBe(413);
    expect(json['detail']).toContain('takes at most 150000 members: send the others in PATCH requests that add them');
  });

  it('is not taken while another one of the account is on its way; of another account it is', async () => {
    const other = gateway.verifier.issue(otherAccountId, tokenId);
    const body = groupOf(30_000, 'First');
    const before = bodyBudget.taken;
    const first = begin(body.slice(0, 10), { length: body.length });
    await expect.poll(() => bodyBudget.taken).toBe(before + 1);
    const second = await begin(body, { length: body.length }).end().answer;
    expect([second.status, second.retryAfter]).toEqual([429, '5']);
    expect(second.detail).toContain('Another large body of this account is being read');
    const small = await gateway.ask('/scim/v2/Groups', { body: groupOf(10, 'Small') });
    expect(small.status).toBe(201);
    const others = await begin(body, { length: body.length, token: other }).end().answer;
    expect(others.status).toBe(201);
    first.end(body.slice(10));
    expect((await first.answer).status).toBe(201);
  });

  it('without a length counts once it turns out to be large', async () => {
    const body = groupOf(30_000, 'Chunked');
    const before = bodyBudget.taken;
    const first = begin(body.slice(0, 400_000));
    await expect.poll(() => bodyBudget.taken).toBe(before + 1);
    const second = await begin(body, { length: body.length }).end().answer;
    expect(second.status).toBe(429);
    first.end(body.slice(400_000));
    expect((await first.answer).status).toBe(201);
  });

  it('whose client goes away leaves its place to the next', async () => {
    const body = groupOf(30_000, 'Gone');
    const before = bodyBudget.taken;
    const first = begin(body.slice(0, 300_000), { length: body.length });
    await expect.poll(() => bodyBudget.taken).toBe(before + 1);
    first.abort();
    await expect
      .poll(async () => (await begin(body, { length: body.length }).end().answer).status, { timeout: 5_000 })
      .toBe(201);
  });
});
