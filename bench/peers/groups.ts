import { performance } from 'node:perf_hooks';
import { median } from '../ratios.ts';
import { ScimClient } from '../scim-client.ts';
import { added, group, removed } from '../teams/requests.ts';
import type { Side } from './people.ts';

const sizes = [1_000, 10_000];
const steps = ['PATCH of a title', 'push', '+1 member', '−1 member', 'read'] as const;
type Step = (typeof steps)[number];
const success = 2;
/** How often one member is added and removed in a round, after some that are not counted: of the people's rows the first second is not either. */
const times = 20;
const uncounted = 30;

/** Measures groups on all servers in turns, and prints a table of medians in milliseconds. */
export async function compareGroups(sides: readonly Side[], rounds: number): Promise<void> {
  console.log(
    `\n| groups, one caller, ms | ${sides.map(({ peer }) => peer.name).join(' | ')} |\n|---|${'---|'.repeat(sides.length)}`,
  );
  for (const size of sizes) {
    const waits = sides.map(() => steps.map((): number[] => []));
    for (let round = 0; round < rounds; round += 1) {
      for (const [at, side] of sides.entries())
        await oneRound(side, `${size} of round ${round}`, size, waits[at] ?? []);
    }
    for (const [step, name] of steps.entries()) {
      const cells = waits
        .map((own) => own[step] ?? [])
        .map((own) => (own.length === 0 ? 'fails' : median(own).toFixed(1)));
      console.log(`| ${size.toLocaleString('en')}: ${name} | ${cells.join(' | ')} |`);
    }
  }
}

async function oneRound(
  { peer, requests }: Side,
  name: string,
  size: number,
  waits: readonly number[][],
): Promise<void> {
  const client = new ScimClient(peer.scim, 1);
  const timed = async (step: Step, send: () => Promise<unknown>, counts = true): Promise<unknown> => {
    const began = performance.now();
    const answer = await send().catch(() => undefined); // a step that fails has no figure
    if (counts && answer !== undefined) waits[steps.indexOf(step)]?.push(performance.now() - began);
    return answer;
  };
  const [late = '', ...members] = requests.firstIds(size + 1);
  // Beside one member more, in the same minute.
  for (let time = -uncounted; time < times; time += 1)
    await timed('PATCH of a title', () => requests.changeTitle(client, time + uncounted), time >= 0);
  const id = idIn(await timed('push', () => client.send('POST', '/Groups', success, group(`Group ${name}`, members))));
  if (id !== undefined) {
    for (let time = -uncounted; time < times; time += 1) {
      await timed('+1 member', () => client.send('PATCH', `/Groups/${id}`, success, added(late)), time >= 0);
      await timed('−1 member', () => client.send('PATCH', `/Groups/${id}`, success, removed(late)), time >= 0);
    }
    await timed('read', () => client.send('GET', `/Groups/${id}`, success));
  }
  await client.close();
}

const idIn = (answer: unknown): string | undefined => /"id":"([^"]+)"/.exec(String(answer))?.[1];

const additions = 200;
const creations = 20;

/** What becomes of requests that come at the same moment: a table of what each server kept. */
export async function compareRaces(sides: readonly Side[]): Promise<void> {
  console.log(
    `\n| at the same moment | ${sides.map(({ peer }) => peer.name).join(' | ')} |\n|---|${'---|'.repeat(sides.length)}`,
  );
  const rows = { [`${additions} additions to one group`]: lostMembers, [`${creations} creations of one name`]: twins };
  for (const [name, race] of Object.entries(rows)) {
    const cells: string[] = [];
    for (const side of sides) cells.push(await race(side));
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
}

async function lostMembers({ peer, requests }: Side): Promise<string> {
  const client = new ScimClient(peer.scim, additions);
  const id = idIn(await client.send('POST', '/Groups', success, group('Everybody at once', [])));
  const members = requests.firstIds(additions);
  const sent = await Promise.allSettled(
    members.map((member) => client.send('PATCH', `/Groups/${id}`, success, added(member))),
  );
  const accepted = members.filter((_, at) => sent[at]?.status === 'fulfilled');
  const read = await client.send('GET', `/Groups/${id}`, success);
  await client.close();
  const kept = accepted.filter((member) => read.includes(member)).length;
  if (kept === 0 && read.includes('"members":[]')) return `${accepted.length} accepted; members are not shown`;
  return `${accepted.length} accepted, ${accepted.length - kept} of them lost`;
}

async function twins({ peer }: Side): Promise<string> {
  const client = new ScimClient(peer.scim, creations);
  const userName = `twin-${Date.now()}@example.com`;
  const body = JSON.stringify({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName,
    name: { givenName: 'Twin', familyName: 'Lee' },
    emails: [{ primary: true, value: userName, type: 'work' }],
    active: true,
  });
  const sent = await Promise.allSettled(
    Array.from({ length: creations }, () => client.send('POST', '/Users', success, body)),
  );
  const filter = encodeURIComponent(`userName eq "${userName}"`);
  const found = await client.send('GET', `/Users?filter=${filter}`, success);
  await client.close();
  const accepted = sent.filter(({ status }) => status === 'fulfilled').length;
  return `${accepted} accepted, ${/"totalResults":(\d+)/.exec(found)?.[1] ?? '?'} of that name`;
}
