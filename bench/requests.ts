import { newUser, type ScimClient } from './scim-client.ts';

const withoutGroups = 'excludedAttributes=groups';

/** One kind of request; `n` is unique in its row. Rejects when the answer is not the expected one. */
export type Request = (client: ScimClient, n: number) => Promise<unknown>;

interface Someone {
  readonly id: string;
  readonly userName: string;
}

/**
 * The requests of an identity provider about users. Users that are changed or looked up were created by the same object
 * before.
 */
export class Requests {
  private readonly created: Someone[] = [];
  private made = 0;
  private readonly run = Date.now().toString(36);

  readonly create: Request = async (client) => {
    const userName = `bench-${this.run}-${this.made++}@example.com`;
    const { id } = JSON.parse(await client.send('POST', '/Users', 201, newUser(userName))) as { id: string };
    this.created.push({ id, userName });
  };

  /** Creates users in one bulk request; rejects where one of them is refused. */
  async createMany(client: ScimClient, count: number): Promise<void> {
    const operations = Array.from({ length: count }, () => {
      const data = newUser(`bench-${this.run}-${this.made++}@example.com`);
      return `{"method":"POST","path":"/Users","bulkId":"b${this.made}","data":${data}}`;
    });
    const body = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[${operations.join(',')}]}`;
    const answer = JSON.parse(await client.send('POST', '/Bulk', 200, body)) as { Operations: { status: string }[] };
    const refused = answer.Operations.find(({ status }) => status !== '201');
    if (refused) throw new Error(`a creation was refused: ${JSON.stringify(refused)}`);
  }

  readonly createWithPassword: Request = async (client) => {
    const userName = `bench-${this.run}-${this.made++}@example.com`;
    await client.send('POST', '/Users', 201, newUser(userName, `Correct-${this.made}-horse`));
  };

  readonly changeTitle: Request = (client, n) =>
    client.send(
      'PATCH',
      `/Users/${this.someone(n).id}`,
      200,
      `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","value":{"title":"Title ${this.run} ${n} ${Math.random()}"}}]}`,
    );

  readonly get: Request = (client, n) => client.send('GET', `/Users/${this.someone(n).id}`, 200);

  readonly getWithoutGroups: Request = (client, n) =>
    client.send('GET', `/Users/${this.someone(n).id}?${withoutGroups}`, 200);

  readonly lookUp: Request = (client, n) => found(client, this.someone(n).userName);

  readonly lookUpWithoutGroups: Request = (client, n) => found(client, this.someone(n).userName, `&${withoutGroups}`);

  /** A page of 100 users, from the given start index on. */
  readonly page =
    (startIndex: number): Request =>
    (client) =>
      client.send('GET', `/Users?startIndex=${startIndex}&count=100`, 200);

  /** Looks up a user that `seedUsers` copied. */
  readonly lookUpSeeded =
    (nameOf: (n: number) => string): Request =>
    (client, n) =>
      found(client, nameOf(n));

  /** The id of a user that this object created. */
  readonly idOf = (n: number): string => this.someone(n).id;

  /** The ids of the first people that this object created. */
  firstIds(count: number): string[] {
    if (this.created.length < count) throw new Error(`only ${this.created.length} people were created, not ${count}`);
    return this.created.slice(0, count).map(({ id }) => id);
  }

  private someone(n: number): Someone {
    const someone = this.created[(n * 7_919) % this.created.length];
    if (!someone) throw new Error('nobody was created yet');
    return someone;
  }
}

/** Looks up a user that must exist: a look-up without result is faster and would distort the measurement. */
async function found(client: ScimClient, userName: string, also = ''): Promise<void> {
  const filter = encodeURIComponent(`userName eq "${userName}"`);
  const answer = await client.send('GET', `/Users?filter=${filter}&startIndex=1&count=100${also}`, 200);
  if (!/"totalResults":1[,}]/.test(answer)) throw new Error(`${userName} is not found: ${answer.slice(0, 200)}`);
}
