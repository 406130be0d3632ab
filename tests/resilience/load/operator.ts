import { silentLogger } from '@rollcall/testing';
import type { Actor, CommandDefinition, QueryDefinition, Reply } from '@rollcall/contracts';
import {
  BatchingProducer,
  CommandSigner,
  createKafka,
  OutcomeUnknown,
  RollcallCommandClient,
} from '@rollcall/messaging';
import { InternalHttpClient } from '@rollcall/service-kit';
import { v7 as uuidv7 } from 'uuid';
import type { Arena } from '../arena/arena.ts';
import type { Ledger, Outcome } from './ledger.ts';

const actor: Actor = { kind: 'operator', id: 'ops-cli/resilience' };
const queryTimeoutMs = 5_000;

/** Longest that a command waits for its reply. */
export const commandBudgetMs = 10_000;

/** What became of a command. */
export interface Commanded<Body extends object> {
  readonly outcome: Outcome;
  /** Undefined where the outcome is unknown, or the command was not sent. */
  readonly reply: Reply<Body> | undefined;
  /** Its id, which its events name. */
  readonly requestId: string;
}

/** What people of the account do in the product: commands and queries of an operator, whose outcomes the ledger keeps. */
export class Operator {
  private readonly sender: BatchingProducer;
  private readonly client: RollcallCommandClient;
  private readonly services: ReadonlyMap<string, InternalHttpClient>;
  private readonly ledger: Ledger;
  private readonly accountIds: ReadonlyMap<string, string>;

  private constructor(sender: BatchingProducer, client: RollcallCommandClient, ledger: Ledger, arena: Arena) {
    this.sender = sender;
    this.client = client;
    this.ledger = ledger;
    this.accountIds = new Map(arena.accounts.map(({ slug, id }) => [slug, id]));
    const as = { caller: 'ops-cli', secret: arena.servers.secrets.opsCliCaller, timeoutMs: queryTimeoutMs };
    const clientOf = (service: string) => {
      const urls = arena.instancesOf(service).map(({ plan }) => plan.url);
      return [service, new InternalHttpClient({ service, urls, ...as })] as const;
    };
    this.services = new Map(['user-service', 'team-service'].map(clientOf));
  }

  static async connect(arena: Arena, ledger: Ledger): Promise<Operator> {
    const kafka = createKafka({ brokers: arena.brokers, clientId: 'resilience-operator' }, silentLogger);
    const sender = new BatchingProducer(kafka, silentLogger);
    const onFatal = (reason: string) => ledger.violated('operator', `the client of the operator: ${reason}`);
    const signer = new CommandSigner('ops-cli', arena.servers.secrets.opsCliCaller);
    const own = { source: 'ops-cli', instance: 'resilience-operator', signer, logger: silentLogger, onFatal };
    const client = new RollcallCommandClient({ kafka, sender, ...own });
    await sender.connect();
    await client.connect();
    return new Operator(sender, client, ledger, arena);
  }

  async close(): Promise<void> {
    await this.client.close();
    await this.sender.close();
    await Promise.all([...this.services.values()].map((service) => service.close()));
  }

  /** Sends a command about an account; `what` names it in the report. */
  async command<Input extends object, Body extends object>(
    slug: string,
    what: string,
    definition: CommandDefinition<Input, Body>,
    facts: Omit<NoInfer<Input>, 'accountId' | 'actor'>,
  ): Promise<Commanded<Body>> {
    const accountId = this.accountIdOf(slug);
    const requestId = uuidv7();
    const options = { accountId, budgetMs: commandBudgetMs, commandId: requestId };
    const asked = this.client.ask(definition, { accountId, actor, ...facts } as Input, options);
    const { outcome, reply } = await asked.then(
      (answer): Pick<Commanded<Body>, 'outcome' | 'reply'> => ({
        outcome: answer.ok ? 'acknowledged' : 'refused',
        reply: answer,
      }),
      (error: unknown) =>
        ({ outcome: error instanceof OutcomeUnknown ? 'unknown' : 'refused', reply: undefined }) as const,
    );
    this.ledger.count(what, outcome);
    this.ledger.changes.set(requestId, { what: `${what} in ${slug}`, outcome, certain: false });
    return { outcome, reply, requestId };
  }

  /** The answer to a query about an account; undefined while the service gives none. */
  async query<Input extends object, Answer>(
    slug: string,
    definition: QueryDefinition<Input, Answer>,
    facts: Omit<NoInfer<Input>, 'accountId'>,
  ): Promise<Answer | undefined> {
    const input = { accountId: this.accountIdOf(slug), ...facts } as Input;
    const service = this.services.get(definition.service ?? '');
    return service?.ask(definition, input).catch(() => undefined);
  }

  private accountIdOf(slug: string): string {
    return this.accountIds.get(slug) ?? '';
  }
}
