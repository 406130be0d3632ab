import { setTimeout as pause } from 'node:timers/promises';
import type { Arena } from '../arena/arena.ts';
import type { Random } from '../random.ts';
import { Asking } from './asking.ts';
import { Hands } from './hands.ts';
import type { Ledger } from './ledger.ts';
import { PeopleLoad } from './people-load.ts';
import { Person, type Team } from './person.ts';
import { ScimClient } from './scim-client.ts';
import { TeamsLoad } from './teams-load.ts';

export interface LoadOptions {
  readonly arena: Arena;
  readonly ledger: Ledger;
  readonly random: Random;
  readonly workers: number;
  readonly peoplePerAccount: number;
  /** Milliseconds that a worker rests between two requests. */
  readonly restMs: number;
  /** What a busy machine may add to the budget of a request. */
  readonly slackMs: number;
}

const mix = { people: 82, teams: 14, hands: 4 };

/** Whom one look at a gateway asks for something: nobody else works on them. */
interface Probe {
  readonly client: ScimClient;
  readonly person: Person;
  readonly team: Team;
  busy: boolean;
}

const probesPerGateway = 12;

/** Identity providers and people of two accounts at work, through all gateways. */
export class Load {
  readonly clients: readonly ScimClient[];
  private readonly people: PeopleLoad;
  private readonly teams: TeamsLoad;
  private readonly hands: Hands;
  private readonly options: LoadOptions;
  private readonly probes: Probe[] = [];
  private running: Promise<unknown> | undefined;
  private stopping = false;

  private constructor(options: LoadOptions, hands: Hands) {
    this.options = options;
    this.hands = hands;
    const { arena, ledger, peoplePerAccount, slackMs } = options;
    const gateways = arena.instancesOf('scim-gateway');
    this.clients = gateways.map(({ name, plan }) => new ScimClient(name, plan.scimUrl ?? ''));
    const tokens = new Map(arena.accounts.map(({ slug, token }) => [slug, token]));
    const asking = new Asking(ledger, tokens, gateways, slackMs);
    this.people = new PeopleLoad(asking, ledger);
    this.teams = new TeamsLoad(asking, ledger);
    // The same names in each account: who mixes them up shows.
    for (let n = 0; n < peoplePerAccount; n += 1) {
      for (const { slug } of arena.accounts) ledger.people.push(new Person(slug, `person-${n}@people.example`));
    }
  }

  /** Connects, and makes what it later probes the gateways with. */
  static async prepare(options: LoadOptions): Promise<Load> {
    const load = new Load(options, await Hands.connect(options.arena, options.ledger));
    await load.makeProbes();
    return load;
  }

  start(): void {
    this.stopping = false;
    const { workers, restMs, random } = this.options;
    const worker = async (own: Random) => {
      while (!this.stopping) {
        await this.step(own);
        await pause(restMs);
      }
    };
    this.running = Promise.all(Array.from({ length: workers }, () => worker(random.fork())));
  }

  /** Ends the load; what is under way is waited for. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.running;
  }

  async close(): Promise<void> {
    await this.hands.close();
    await Promise.all(this.clients.map((client) => client.close()));
  }

  /** So many requests at the same moment, of everybody who is free, to one gateway. */
  async burst(size: number, random: Random): Promise<void> {
    const client = random.oneOf(this.clients);
    await Promise.all(Array.from({ length: size }, () => this.people.step(client, random)));
  }

  /**
   * Resolves to the milliseconds until each gateway has made a change of a person, read it, and changed a team, in requests that
   * began from now on; to undefined when that does not come true in time.
   */
  async servedAfter(withinMs: number): Promise<number | undefined> {
    const began = performance.now();
    const served = new Set<ScimClient>();
    while (performance.now() - began < withinMs) {
      for (const client of this.clients) {
        const probe = this.probes.find((each) => each.client === client && !each.busy);
        if (probe && !served.has(client)) void this.look(probe).then((fine) => fine && served.add(client));
      }
      if (served.size === this.clients.length) return performance.now() - began;
      await pause(200);
    }
    return served.size === this.clients.length ? performance.now() - began : undefined;
  }

  private async look(probe: Probe): Promise<boolean> {
    const { client, person, team } = probe;
    probe.busy = true;
    try {
      const [changed, renamed] = await Promise.all([
        this.people.changeProfile(client, person, 'probe'),
        this.teams.rename(client, team, 'probe team'),
      ]);
      const read = await this.people.read(client, person);
      return changed.status === 200 && renamed.outcome === 'acknowledged' && read.status === 200;
    } finally {
      probe.busy = false;
    }
  }

  private async makeProbes(): Promise<void> {
    const { arena, ledger, random } = this.options;
    const account = arena.accounts[0]?.slug ?? '';
    for (const client of this.clients) {
      for (let n = 0; n < probesPerGateway; n += 1) {
        const person = new Person(account, `probe-${client.gateway}-${n}@people.example`);
        person.busy = true;
        ledger.people.push(person);
        await this.people.assign(client, person, random);
        const team = await this.teams.push(client, account, random);
        if (!person.id || !team) throw new Error('nobody could be created before the first fault');
        team.busy = true;
        this.probes.push({ client, person, team, busy: false });
      }
    }
  }

  /** Any gateway that is there, as a load balancer chooses. */
  private balanced(random: Random): ScimClient {
    const { arena } = this.options;
    const there = this.clients.filter(({ gateway }) => !arena.instance(gateway).isAway);
    return random.oneOf(there.length > 0 ? there : this.clients);
  }

  private async step(random: Random): Promise<void> {
    const client = this.balanced(random);
    switch (random.weighted(mix)) {
      case 'people':
        return this.people.step(client, random);
      case 'teams':
        return this.teams.step(client, this.options.arena.accounts, random);
      case 'hands':
        return this.hands.step(random);
    }
  }
}
