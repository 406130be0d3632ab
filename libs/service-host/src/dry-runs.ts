import {
  messageDefinition,
  Refusal,
  rightsOf,
  type DecideTogether,
  type Decision,
  type WouldBeMessage,
  type WouldBeResult,
} from '@rollcall/contracts';
import { readAgain, Undecodable, type HandlerRegistry, type Message } from '@rollcall/messaging';
import { decideTogether, type Again, type DataSource, type Foresee, type StateLoader } from '@rollcall/persistence';
import { inSlices } from '@rollcall/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { inTurns } from './dry-run-turns.js';

/** What a service adds to dry runs of several commands. */
export interface TogetherOptions<Reads, State, Change> {
  /** Follows events of other services, which commands of the same request would raise; without it there are none. */
  readonly follow?: {
    readonly readsOf: (message: Message) => Reads;
    readonly decide: (message: Message, state: State) => Decision<Change>;
  };
  /** What a sender does about a refusal before it sends again; undefined where it takes it as the answer. */
  readonly again?: (message: Message, refusal: Refusal) => Again | undefined;
}

export interface DryRunParts<Reads, State, Change, Prefetched> {
  readonly dataSource: DataSource;
  readonly loader: StateLoader<Reads, State, Change, Prefetched>;
  readonly registry: Pick<HandlerRegistry<Reads, State, Change>, 'readsOf' | 'decide'>;
  readonly commandTopics: readonly string[];
  readonly foresee: Foresee<State, Change>;
  readonly together: TogetherOptions<Reads, State, Change>;
}

/** Decides the commands of a dry run together, in turn. Refuses with `dry-runs-busy`, `invalid-message` and what the loader refuses. */
export type DryRuns = (input: DecideTogether) => Promise<WouldBeResult[]>;

/** The one part that sends dry runs of several commands. */
const sender = 'scim-gateway';

export function dryRunsOf<Reads, State, Change, Prefetched>(
  parts: DryRunParts<Reads, State, Change, Prefetched>,
): DryRuns {
  const { registry, together, commandTopics } = parts;
  const { follow, again } = together;
  const isOurs = ({ place }: Message) => commandTopics.includes(place.topic);
  const options = {
    ...parts,
    readsOf: (message: Message) => (follow && !isOurs(message) ? follow.readsOf(message) : registry.readsOf(message)),
    decide: async (message: Message, state: State) =>
      follow && !isOurs(message) ? follow.decide(message, state) : registry.decide(message, state),
    ...(again ? { again } : {}),
  };
  return inTurns(async ({ accountId, messages }) => {
    const read = await inSlices(reading(messages, accountId));
    for (const { message } of read) assertAllowed(message, isOurs(message), follow !== undefined);
    const results = await decideTogether(read, options);
    return results.map(({ reply, events }) => ({
      ...(reply ? { reply } : {}),
      events: events.map(({ type, payload, version }) => ({ type, payload, ...(version ? { version } : {}) })),
    }));
  });
}

/** @throws Refusal invalid-message */
function* reading(messages: readonly WouldBeMessage[], accountId: string): Generator<undefined, ReadMessage[]> {
  const read: ReadMessage[] = [];
  for (const each of messages) {
    read.push({ ...each, message: messageOf(each, accountId) });
    yield;
  }
  return read;
}

type ReadMessage = WouldBeMessage & { readonly message: Message };

/** @throws Refusal invalid-message */
function messageOf({ type, payload, version }: WouldBeMessage, accountId: string): Message {
  const definition = messageDefinition(type);
  if (!definition) throw invalid(`type ${type.slice(0, 100)} is not known`);
  const id = uuidv7();
  try {
    return readAgain({
      id,
      type,
      accountId,
      payload,
      correlationId: id,
      source: sender,
      time: new Date(),
      dryRun: true,
      schemaVersion: definition.version,
      key: definition.key(payload),
      place: { topic: definition.topic, partition: 0, offset: '0' },
      ...(version === undefined ? {} : { aggregateVersion: version }),
    });
  } catch (error) {
    if (error instanceof Undecodable) throw invalid(error.message);
    throw error;
  }
}

/** @throws Refusal invalid-message for what the sender may not send (ADR 0038), and for events where none are followed */
function assertAllowed({ type }: Message, isCommand: boolean, follows: boolean): void {
  const isEvent = !isCommand && messageDefinition(type)?.kind === 'event';
  if (isCommand ? !rightsOf(sender)?.types.has(type) : !(isEvent && follows))
    throw invalid(`${type} has no dry run here`);
}

const invalid = (problem: string) => new Refusal('invalid-message', { problems: [problem] });
