import { TeamCommands, type Actor, type CommandDefinition, type Reply } from '@rollcall/contracts';
import {
  BatchingProducer,
  CommandSigner,
  createKafka,
  OutcomeUnknown,
  RollcallCommandClient,
  type MessagingLogger,
} from '@rollcall/messaging';
import { v7 as uuidv7 } from 'uuid';
import type { Arena, ArenaAccount } from '../arena/arena.ts';
import type { Random } from '../random.ts';
import type { Ledger, Outcome } from './ledger.ts';
import { Team } from './person.ts';

const actor: Actor = { kind: 'operator', id: 'ops-cli/resilience' };
const budgetMs = 10_000;
const handTeamsPerAccount = 2;

/**
 * People of the account who change teams by hand: what they do to a directory-owned team must be put right, what they do to one
 * of their own must stay.
 */
export class Hands {
  private readonly sender: BatchingProducer;
  private readonly client: RollcallCommandClient;
  private readonly ledger: Ledger;
  private readonly accounts: readonly ArenaAccount[];
  private made = 0;

  private constructor(sender: BatchingProducer, client: RollcallCommandClient, ledger: Ledger, arena: Arena) {
    this.sender = sender;
    this.client = client;
    this.ledger = ledger;
    this.accounts = arena.accounts;
  }

  static async connect(arena: Arena, ledger: Ledger): Promise<Hands> {
    const kafka = createKafka({ brokers: arena.brokers, clientId: 'resilience-hands' }, quiet);
    const sender = new BatchingProducer(kafka, quiet);
    const onFatal = (reason: string) => ledger.violated('hands', `the client of the hands: ${reason}`);
    const signer = new CommandSigner('ops-cli', arena.servers.secrets.opsCliCaller);
    const own = { source: 'ops-cli', instance: 'resilience-hands', signer, logger: quiet, onFatal };
    const client = new RollcallCommandClient({ kafka, sender, ...own });
    await sender.connect();
    await client.connect();
    return new Hands(sender, client, ledger, arena);
  }

  async close(): Promise<void> {
    await this.client.close();
    await this.sender.close();
  }

  async step(random: Random): Promise<void> {
    const own = this.ledger.teams.filter(({ ownedBy }) => ownedBy === 'workspace');
    if (own.length < handTeamsPerAccount * this.accounts.length) return this.makeTeam(random);
    const free = this.ledger.teams.filter(({ busy, restUntil }) => !busy && restUntil <= Date.now());
    if (free.length === 0) return;
    const team = random.oneOf(free);
    const there = this.ledger.people.filter(
      (each) => each.account === team.account && !each.busy && !each.released && each.present.known === true,
    );
    if (there.length === 0) return;
    const person = random.oneOf(there);
    team.busy = person.busy = true;
    try {
      await this.move(team, person.id ?? '', random.next() < 0.5);
    } finally {
      team.busy = person.busy = false;
    }
  }

  private async move(team: Team, userId: string, enters: boolean): Promise<void> {
    const definition = enters ? TeamCommands.addMemberByHand : TeamCommands.removeMemberByHand;
    const what = `${enters ? 'add' : 'remove'} by hand (${team.ownedBy})`;
    const began = Date.now();
    const { outcome } = await this.ask(team.account, what, definition, { teamId: team.id, userId });
    if (outcome === 'unknown') team.restUntil = began + budgetMs + 2_000;
    if (team.ownedBy === 'directory') return;
    if (outcome === 'acknowledged') team.placeOf(userId).acknowledge(enters);
    if (outcome === 'unknown') team.placeOf(userId).perhaps(enters);
  }

  private async makeTeam(random: Random): Promise<void> {
    const { slug } = random.oneOf(this.accounts);
    this.made += 1;
    const displayName = `Own team ${this.made}`;
    const teamId = uuidv7();
    const { outcome } = await this.ask(slug, 'make team by hand', TeamCommands.createByHand, { teamId, displayName });
    this.ledger.teamNames.set(`${slug}/${displayName}`, outcome);
    if (outcome === 'acknowledged') this.ledger.teams.push(new Team(slug, teamId, 'workspace', this.made));
  }

  private async ask<Input extends object, Body extends object>(
    slug: string,
    what: string,
    definition: CommandDefinition<Input, Body>,
    facts: Omit<NoInfer<Input>, 'accountId' | 'actor'>,
  ): Promise<{ outcome: Outcome }> {
    const accountId = this.accounts.find((each) => each.slug === slug)?.id ?? '';
    const commandId = uuidv7();
    const outcome = await this.client
      .ask(definition, { accountId, actor, ...facts } as Input, { accountId, budgetMs, commandId })
      .then(
        (reply: Reply) => (reply.ok ? 'acknowledged' : 'refused'),
        (error: unknown) => (error instanceof OutcomeUnknown ? 'unknown' : 'refused'),
      );
    this.ledger.count(what, outcome);
    this.ledger.changes.set(commandId, { what: `${what} in ${slug}`, outcome, certain: false });
    return { outcome };
  }
}

const nothing = () => undefined;
const quiet: MessagingLogger = { error: nothing, warn: nothing, info: nothing, debug: nothing };
