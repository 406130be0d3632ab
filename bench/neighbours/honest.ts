import { performance } from 'node:perf_hooks';
import { newUser } from '../scim-client.ts';
import { group } from './bodies.ts';
import { Sender, type Method, type Sent } from './sender.ts';
import { newAccount, peopleIn, type World } from './world.ts';

/** Okta assigns so many people at the same time. */
const assignedAtOnce = 50;
const pageSize = 200;

/** A client that counts how often it is told to come later, and comes again as it was told. */
class PatientClient {
  later = 0;
  private readonly sender: Sender;

  constructor(scimUrl: string, token: string, connections: number) {
    this.sender = new Sender(scimUrl, token, connections);
  }

  /** @throws Error where the answer is no success */
  async ask(method: Method, path: string, body?: string): Promise<Sent> {
    for (;;) {
      const answer = await this.sender.send(method, path, body);
      if (answer.status < 300) return answer;
      if (answer.status !== 429) throw new Error(`${method} ${path}: ${answer.status} ${answer.text.slice(0, 300)}`);
      this.later += 1;
      if (this.later <= 5) console.error(`  429: ${answer.text.slice(0, 200)}`);
      await new Promise((resolve) => setTimeout(resolve, answer.retryAfterS * 1_000));
    }
  }

  close(): Promise<void> {
    return this.sender.close();
  }
}

/** What a large customer does in good faith, and how often it is answered with 429. */
export async function honestWork(world: World, people: number): Promise<void> {
  const { scimUrl, heavy } = world;
  console.log('\n| in good faith | s | answered 429 |\n|---|---|---|');
  const client = new PatientClient(scimUrl, heavy.token, 64);
  await timed(
    `${text(people)} people assigned, ${assignedAtOnce} at a time: look-up, then POST with a password`,
    client,
    () => assign(client, people),
  );
  await timed(`import of ${text(people)} people, page by page`, client, () => importAll(client, people));
  const members = people * 10;
  const everybody = await peopleIn(world, heavy, members);
  const other = await newAccount(world.root, world.folder);
  const others = await peopleIn(world, other, members);
  const neighbour = new PatientClient(scimUrl, other.token, 1);
  await timed(`push of ${text(members)} members, beside one of another account`, client, async () => {
    const both = [
      client.ask('POST', '/Groups', group('Everybody', everybody)),
      neighbour.ask('POST', '/Groups', group('Everybody', others)),
    ];
    await Promise.all(both);
    client.later += neighbour.later;
  });
  await Promise.all([client.close(), neighbour.close()]);
}

async function assign(client: PatientClient, people: number): Promise<void> {
  const run = Date.now().toString(36);
  let next = 0;
  const loop = async () => {
    while (next < people) {
      const userName = `assigned-${run}-${next++}@example.com`;
      await client.ask(
        'GET',
        `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}&startIndex=1&count=100`,
      );
      await client.ask('POST', '/Users', newUser(userName, 'Xk29-plac'));
    }
  };
  await Promise.all(Array.from({ length: assignedAtOnce }, loop));
}

async function importAll(client: PatientClient, people: number): Promise<void> {
  for (let at = 1; at <= people; at += pageSize) await client.ask('GET', `/Users?startIndex=${at}&count=${pageSize}`);
}

async function timed(name: string, client: PatientClient, act: () => Promise<unknown>): Promise<void> {
  client.later = 0;
  const began = performance.now();
  await act();
  console.log(`| ${name} | ${((performance.now() - began) / 1_000).toFixed(1)} | ${client.later} |`);
}

const text = (n: number) => n.toLocaleString('en');
