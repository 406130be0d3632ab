import { closedLoop, type Measured } from '../load.ts';
import { median, ratioOf, ratioText } from '../ratios.ts';
import { Requests, type Request } from '../requests.ts';
import { ScimClient } from '../scim-client.ts';
import type { Peer } from './peer.ts';

export interface PeopleOptions {
  readonly callers: readonly number[];
  readonly rounds: number;
  readonly seconds: number;
}

/** A server with the people that were created on it. */
export interface Side {
  readonly peer: Peer;
  readonly requests: Requests;
}

interface Figures extends Measured {
  readonly failed: number;
}

const kinds: readonly (readonly [string, (requests: Requests) => Request])[] = [
  ['creation', ({ create }) => create],
  ['look-up by userName', ({ lookUp }) => lookUp],
  ['read by id', ({ get }) => get],
  ['PATCH of a title', ({ changeTitle }) => changeTitle],
  ["creation with Okta's placeholder password", ({ createWithPassword }) => createWithPassword],
];
const seeders = 16;

/** Creates the same people on each server. */
export async function seed(peers: readonly Peer[], count: number): Promise<Side[]> {
  const sides: Side[] = [];
  for (const peer of peers) {
    const requests = new Requests();
    const client = new ScimClient(peer.scim, seeders);
    let left = count;
    const loop = async () => {
      for (; left > 0; left -= 1) await requests.create(client, 0);
    };
    await Promise.all(Array.from({ length: seeders }, loop));
    await client.close();
    sides.push({ peer, requests });
    console.error(`${peer.name}: ${count} people`);
  }
  return sides;
}

/** Measures requests about people on all servers in turns, and prints a table: medians, and ratios to the first server. */
export async function comparePeople(sides: readonly Side[], options: PeopleOptions): Promise<void> {
  const names = sides.map(({ peer }) => peer.name);
  console.log(
    `\n| requests per second (p50 ms) | callers | ${names.join(' | ')} |\n|---|---|${'---|'.repeat(names.length)}`,
  );
  for (const [name, kind] of kinds) {
    for (const callers of options.callers) {
      const rounds = await inTurns(sides, kind, callers, options);
      console.log(
        `| ${name} | ${callers} | ${rounds.map((own, at) => cell(own, at === 0 ? undefined : rounds[0])).join(' | ')} |`,
      );
    }
  }
}

/** The figures of each server, one per round. */
async function inTurns(
  sides: readonly Side[],
  kind: (requests: Requests) => Request,
  callers: number,
  { rounds, seconds }: PeopleOptions,
): Promise<Figures[][]> {
  const figures: Figures[][] = sides.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, side] of sides.entries())
      figures[at]?.push(await measure(side, kind(side.requests), callers, seconds));
  }
  return figures;
}

/** Requests that fail are counted, and are no part of the rate. */
async function measure({ peer }: Side, request: Request, callers: number, seconds: number): Promise<Figures> {
  const client = new ScimClient(peer.scim, callers);
  let failed = 0;
  const measured = await closedLoop(callers, seconds, async (n) => {
    await request(client, n).catch(() => (failed += 1));
  });
  await client.close();
  return { ...measured, perSecond: Math.max(0, measured.perSecond - failed / (seconds + 1)), failed };
}

function cell(own: readonly Figures[], rollcall: readonly Figures[] | undefined): string {
  const rate = median(own.map(({ perSecond }) => perSecond));
  const figures = `${Math.round(rate).toLocaleString('en')} (${median(own.map(({ p50Ms }) => p50Ms)).toFixed(1)})`;
  const failed = own.reduce((sum, each) => sum + each.failed, 0);
  const also = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(rollcall && rate > 0
      ? [`× ${ratioText(ratioOf(rollcall.map((one, at) => [one.perSecond, own[at]?.perSecond ?? Number.NaN])))}`]
      : []),
  ];
  return [figures, ...also].join('; ');
}
