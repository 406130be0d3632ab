import { setTimeout as pause } from 'node:timers/promises';
import type { AccountPlan, Arena } from '../arena/arena.ts';
import type { Random } from '../random.ts';
import { RequestSender } from './request-sender.ts';
import { BadNeighbour } from './bad-neighbour.ts';
import { ManualChangesLoad } from './manual-changes-load.ts';
import { Leaver } from './leaver.ts';
import { LeaversLoad } from './leavers-load.ts';
import type { Ledger } from './ledger.ts';
import { Operator } from './operator.ts';
import { PeopleLoad } from './people-load.ts';
import { Person, type Team } from './person.ts';
import { ScimClient } from './scim-client.ts';
import { TakeoversLoad } from './takeovers-load.ts';
import { TeamsLoad } from './teams-load.ts';

export interface LoadOptions {
  readonly arena: Arena;
  readonly ledger: Ledger;
  readonly random: Random;
  readonly workers: number;
  readonly peoplePerAccount: number;
  /** Milliseconds that a worker rests between two requests. */
  readonly pauseMs: number;
  /** What a busy machine may add to the budget of a request. */
  readonly slackMs: number;
  /** Whether another account does its worst meanwhile. */
  readonly withBadNeighbour: boolean;
}

const mix = { people: 66, teams: 12, manualChanges: 4, takeovers: 10, leavers: 8 };

const usualSlugs = ['north', 'south'];
/** Where takeovers wait for an admin, and a brake is on leavers: 20 of its people may leave within ten minutes. */
const reviewingSlug = 'west';
const reviewedPeopleCount = 40;
const badSlug = 'east';

/** The accounts that the load works in. */
export const loadAccounts: readonly AccountPlan[] = [
  ...usualSlugs.map((slug) => ({ slug })),
  { slug: reviewingSlug, settings: ['teamTakeover=review', 'deprovisionBrake=1'] },
  { slug: badSlug },
];

/** Whom one look at a gateway asks for something: nobody else works on them. */
interface Probe {
  readonly client: ScimClient;
  readonly person: Person;
  readonly team: Team;
  busy: boolean;
}

const probesPerGateway = 12;

/** Identity providers, people and admins of several accounts at work, through all gateways. */
export class Load {
  readonly clients: readonly ScimClient[];
  private readonly sender: RequestSender;
  private readonly people: PeopleLoad;
  private readonly teams: TeamsLoad;
  private readonly manualChanges: ManualChangesLoad;
  private readonly takeovers: TakeoversLoad;
  private readonly leavers: LeaversLoad;
  private readonly operator: Operator;
  private readonly options: LoadOptions;
  private readonly probes: Probe[] = [];
  private neighbour: BadNeighbour | undefined;
  private running: Promise<unknown> | undefined;
  private stopping = false;

  private constructor(options: LoadOptions, operator: Operator) {
    this.options = options;
    this.operator = operator;
    const { arena, ledger, peoplePerAccount, slackMs } = options;
    const gateways = arena.instancesOf('scim-gateway');
    this.clients = gateways.map(({ name, plan }) => new ScimClient(name, plan.scimUrl ?? ''));
    const tokens = new Map(arena.accounts.map(({ slug, token }) => [slug, token]));
    this.sender = new RequestSender(ledger, tokens, gateways, slackMs);
    // The same names in each account: who mixes them up shows.
    const peopleOf = (count: number, slug: string) =>
      Array.from({ length: count }, (_, n) => new Person(slug, `person-${n}@people.example`));
    const usualPeople = usualSlugs.flatMap((slug) => peopleOf(peoplePerAccount, slug));
    const reviewedPeople = peopleOf(reviewedPeopleCount, reviewingSlug);
    ledger.people.push(...usualPeople, ...reviewedPeople);
    ledger.leavers.push(...reviewedPeople.map((person) => new Leaver(person)));
    ledger.unrecorded.add(badSlug);
    this.people = new PeopleLoad(this.sender, ledger, usualPeople);
    this.teams = new TeamsLoad(this.sender, ledger);
    this.manualChanges = new ManualChangesLoad(operator, ledger, usualSlugs);
    const parts = { sender: this.sender, operator, ledger, databases: arena.servers.databases, account: reviewingSlug };
    this.takeovers = new TakeoversLoad({ ...parts, people: reviewedPeople });
    this.leavers = new LeaversLoad({ ...parts, leavers: ledger.leavers });
  }

  /** Connects, and makes what it later probes the gateways with, and the people who are to be looked at. */
  static async prepare(options: LoadOptions): Promise<Load> {
    const load = new Load(options, await Operator.connect(options.arena, options.ledger));
    await load.makeProbes();
    await load.makeReviewedPeople();
    if (options.withBadNeighbour) load.neighbour = await load.badNeighbour();
    return load;
  }

  start(): void {
    this.stopping = false;
    const { workers, pauseMs, random } = this.options;
    const worker = async (own: Random) => {
      while (!this.stopping) {
        await this.step(own);
        await pause(pauseMs);
      }
    };
    this.running = Promise.all(Array.from({ length: workers }, () => worker(random.fork())));
    this.neighbour?.start(random.fork());
  }

  /** Ends the load; what is under way is waited for. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all([this.running, this.neighbour?.stop()]);
  }

  async close(): Promise<void> {
    await this.operator.close();
    await this.neighbour?.close();
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

  private async makeReviewedPeople(): Promise<void> {
    const { ledger, random } = this.options;
    for (const { person } of ledger.leavers) {
      await this.people.assign(random.oneOf(this.clients), person, random);
      if (!person.id) throw new Error(`${String(person)} could not be created before the first fault`);
    }
  }

  private badNeighbour(): Promise<BadNeighbour> {
    const { arena, ledger } = this.options;
    const gateways = arena.instancesOf('scim-gateway');
    return BadNeighbour.prepare({ gateways, ledger, account: arena.account(badSlug), usualSlug: usualSlugs[0] ?? '' });
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
        return this.teams.step(client, usualSlugs, random);
      case 'manualChanges':
        return this.manualChanges.step(random);
      case 'takeovers':
        return this.takeovers.step(client, random);
      case 'leavers':
        return this.leavers.step(client, random);
    }
  }
}
