import { attacks, begin, type Attack, type Shot } from '../../../bench/neighbours/attacks.ts';
import { bulkOfCreations } from '../../../bench/neighbours/bodies.ts';
import { Sender } from '../../../bench/neighbours/sender.ts';
import { newUser } from '../../../bench/scim-client.ts';
import { setTimeout as pause } from 'node:timers/promises';
import type { ArenaAccount } from '../arena/arena.ts';
import type { Instance } from '../arena/instance.ts';
import type { Random } from '../random.ts';
import type { Ledger } from './ledger.ts';

/** What it does in turns, of what `npm run bench:neighbours` measures. */
const worst: readonly string[] = [
  'bad-tokens',
  'patch-91k',
  'patch-1m',
  'conditions-1m',
  'groups-32m',
  'members-28m',
  'adds-27m',
  'groups-push',
  'groups-read',
  'lists-40',
  'filters-40',
  'scans-40',
  'root-40',
  'passwords-60',
  'bulk-passwords',
];

const peopleCount = 600;
const peopleAtOnce = 25;
/** So many send at once at most: what misbehaves is on the same machine as everybody else. */
const maxCallers = 8;
const eachMs = 3_000;
const givenUpAfterMs = 5_000;

interface BadNeighbourParts {
  readonly gateways: readonly Instance[];
  readonly ledger: Ledger;
  readonly account: ArenaAccount;
  /** The slug of an account that must not notice. */
  readonly usualSlug: string;
}

interface Prepared {
  readonly attack: Attack;
  readonly shot: Shot;
}

/** An account that does its worst all the time. What it does there is nobody's concern; only a 5xx may it never be answered. */
export class BadNeighbour {
  private readonly senders: readonly Sender[];
  private readonly prepared: readonly Prepared[];
  private readonly ledger: Ledger;
  private isOver = false;
  private working: Promise<unknown> = Promise.resolve();

  private constructor(senders: readonly Sender[], prepared: readonly Prepared[], ledger: Ledger) {
    this.senders = senders;
    this.prepared = prepared;
    this.ledger = ledger;
  }

  /** Makes its people and groups, before the first fault. */
  static async prepare({ gateways, ledger, account, usualSlug }: BadNeighbourParts): Promise<BadNeighbour> {
    const urls = gateways.map(({ plan }) => plan.scimUrl ?? '');
    const senders = urls.map((url) => new Sender(url, account.token, 2 * maxCallers));
    const [sender] = senders;
    if (!sender) throw new Error('there is no gateway');
    const people = await makePeople(sender);
    const target = { scimUrl: urls[0] ?? '', workspaceUrl: '', heavy: account, alsoHeavy: account, usualSlug, people };
    const prepared: Prepared[] = [];
    for (const attack of attacks.filter(({ id }) => worst.includes(id))) {
      const callers = Math.min(attack.callers, maxCallers);
      prepared.push({ attack: { ...attack, callers }, shot: await attack.prepare(target, sender) });
    }
    return new BadNeighbour(senders, prepared, ledger);
  }

  /** Through every gateway at once, one thing after the other. */
  start(random: Random): void {
    this.isOver = false;
    const turns = async (sender: Sender, own: Random) => {
      while (!this.isOver) for (const each of own.shuffled(this.prepared)) await this.doWorst(each, sender);
    };
    this.working = Promise.all(this.senders.map((sender) => turns(sender, random.fork())));
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await this.working;
  }

  async close(): Promise<void> {
    await Promise.all(this.senders.map((sender) => sender.close()));
  }

  private async doWorst({ attack, shot }: Prepared, sender: Sender): Promise<void> {
    if (this.isOver) return;
    const attacking = begin(attack, shot, sender);
    await pause(eachMs);
    for (const [status, times] of await attacking.stop(givenUpAfterMs)) {
      for (let n = 0; n < times; n += 1) this.ledger.count(`bad neighbour: ${attack.id}`, outcomeOf(status));
      if (status.startsWith('5')) this.ledger.violated('5xx', `bad neighbour, ${attack.id}: ${status}, ${times} times`);
    }
  }
}

/** As the ledger counts; nobody asks what became of it. */
function outcomeOf(status: string) {
  if (status.startsWith('2')) return 'acknowledged';
  return status.startsWith('4') ? 'refused' : 'unknown';
}

/** In bulk requests that fit into the window of commands. */
async function makePeople(sender: Sender): Promise<string[]> {
  const ids = new Set<string>();
  for (let from = 0; from < peopleCount; from += peopleAtOnce) {
    const body = bulkOfCreations(peopleAtOnce, (n) => newUser(`heavy-${from + n}@people.example`));
    const { status, text } = await sender.send('POST', '/Bulk', body);
    for (const [, id = ''] of text.matchAll(/\/Users\/([0-9a-f-]{36})/g)) ids.add(id);
    if (ids.size < from + peopleAtOnce) throw new Error(`the bad neighbour has ${ids.size} people: ${status} ${text}`);
  }
  return [...ids];
}
