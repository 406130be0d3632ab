import { Refusal, uuidPattern, type Decision, type PendingEvent, type Reply } from '@rollcall/contracts';
import { isEvent, readAgain, type Decide, type Message } from '@rollcall/messaging';
import type { DataSource } from 'typeorm';
import { inTransaction } from '../connection/transaction.js';
import { decisionOf, notesOf, type Foresee } from './batch.js';
import { PrefetchRequired, type StateLoader, type UnitOfWork } from './state-loader.js';
import { createYielder } from './yielder.js';

/** A message of a dry run of several. */
export interface TogetherMessage {
  readonly message: Message;
  /** The places of messages before it that make what it refers to. */
  readonly requires?: readonly number[];
}

/** What would become of one of them. */
export interface TogetherResult {
  /** Absent of events, and where one that it requires was refused. */
  readonly reply?: Reply;
  readonly events: readonly PendingEvent[];
}

export interface TogetherOptions<Reads, State, Change, Prefetched> {
  readonly dataSource: DataSource;
  readonly loader: StateLoader<Reads, State, Change, Prefetched>;
  readonly readsOf: (message: Message) => Reads;
  readonly decide: Decide<State, Change>;
  readonly foresee: Foresee<State, Change>;
  /** What a sender does about a refusal before it sends again; undefined where it takes it as the answer. */
  readonly again?: (message: Message, refusal: Refusal) => Again | undefined;
}

/** The message that is sent after a refusal, and the events of what is done before. */
export interface Again {
  readonly message: Message;
  readonly events: readonly PendingEvent[];
}

/**
 * In the first pass it is not known which ids the commands get that make something: it may exist already. A second one knows. A further
 * one is needed only where a command of the second finds another resource than before. The last one decides every message, whatever it finds.
 */
const maxPasses = 3;

/**
 * Decides messages in their order, each on the state that those before it leave, in a transaction that is rolled back. Where the
 * reply to a command has another id than the one that it proposes, messages after it mean that one.
 * @throws Error for a message that cannot be read, and what `loadTogether` refuses
 */
export async function decideTogether<Reads, State, Change, Prefetched>(
  messages: readonly TogetherMessage[],
  options: TogetherOptions<Reads, State, Change, Prefetched>,
): Promise<TogetherResult[]> {
  const ids = new Map<string, Found>();
  let prefetched: Prefetched | undefined;
  for (let pass = 1; ;) {
    const known = messages.map((each, at) => ({ ...each, message: withIds(each.message, at, ids) }));
    const decided = await inTransaction(
      options.dataSource,
      async (tx) => {
        const requests = known.map(({ message }) => ({ message, reads: options.readsOf(message) }));
        const { loader } = options;
        const state = await (loader.loadTogether
          ? loader.loadTogether(tx, requests, prefetched)
          : loader.load(tx, requests, prefetched));
        if (state instanceof PrefetchRequired) return state;
        return new Pass(state, options, { ids, isLast: pass === maxPasses }).decide(known);
      },
      () => false,
    );
    if (decided instanceof PrefetchRequired) {
      if (prefetched !== undefined) throw new Error('what was prefetched is required again');
      prefetched = await decided.prefetch();
      continue;
    }
    if (decided.isWhole) return decided.results;
    for (const [proposed, found] of decided.found) ids.set(proposed, found);
    pass += 1;
  }
}

/** What exists already under another id than the one that a command proposed, and the place of that command. */
interface Found {
  readonly id: string;
  readonly at: number;
}

/** One time through all messages. */
class Pass<State extends UnitOfWork<Change>, Change> {
  private readonly results: TogetherResult[] = [];
  /** Ids of what exists already, by those that commands proposed for it, where this was not known before the pass. */
  private readonly found = new Map<string, Found>();
  private readonly yieldIfLong = createYielder();
  private isWhole = true;

  constructor(
    private readonly state: State,
    private readonly options: Pick<TogetherOptions<never, State, Change, never>, 'decide' | 'foresee' | 'again'>,
    private readonly of: { readonly ids: ReadonlyMap<string, Found>; readonly isLast: boolean },
  ) {}

  async decide(messages: readonly TogetherMessage[]) {
    for (const { message, requires = [] } of messages) {
      this.results.push(await this.resultOf(message, requires));
      await this.yieldIfLong();
    }
    const { results, found, isWhole } = this;
    return { results, found, isWhole };
  }

  private async resultOf(message: Message, requires: readonly number[]): Promise<TogetherResult> {
    if (!this.of.isLast && mentions(message, this.found)) {
      this.isWhole = false; // its state was not loaded
      return { events: [] };
    }
    if (requires.some((each) => this.results[each]?.reply?.ok !== true)) return { events: [] };
    const result = await this.decideOne(message);
    const { reply } = result;
    if (reply?.ok && 'id' in reply.body) this.noteId(message.key.toLowerCase(), String(reply.body.id));
    return result;
  }

  private noteId(proposed: string, id: string): void {
    const at = this.results.length;
    if (proposed !== id && this.of.ids.get(proposed)?.id !== id) this.found.set(proposed, { id, at });
  }

  private async decideOne(message: Message, before: readonly PendingEvent[] = []): Promise<TogetherResult> {
    let decision: Decision<Change>;
    try {
      decision = await decisionOf(message, this.state, this.options.decide, this.yieldIfLong);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const again = before.length === 0 ? this.options.again?.(message, error) : undefined;
      if (again) return this.decideOne(again.message, again.events);
      this.state.apply(notesOf<Change>(error), message);
      return { reply: { ok: false, code: error.code, facts: error.facts }, events: before };
    }
    const would = isEvent(message) ? undefined : this.options.foresee(decision, this.state);
    this.state.apply(decision.changes, message);
    const reply = would && decision.reply && { ok: true as const, body: decision.reply, wouldChange: would };
    return { ...(reply ? { reply } : {}), events: [...before, ...decision.events] };
  }
}

const uuids = new RegExp(uuidPattern, 'gi');

/** The message as it is when what it refers to has another id than the proposed one. A command's own proposal stays. */
function withIds(message: Message, at: number, ids: ReadonlyMap<string, Found>): Message {
  if (!mentions(message, ids)) return message;
  const idOf = (proposed: string) => {
    const found = ids.get(proposed.toLowerCase());
    return found && found.at !== at ? found.id : proposed;
  };
  const payload = JSON.parse(JSON.stringify(message.payload).replace(uuids, idOf)) as object;
  const key = message.key.replace(uuids, idOf);
  return readAgain({ ...message, payload, key });
}

function mentions({ payload }: Message, ids: ReadonlyMap<string, Found>): boolean {
  if (ids.size === 0) return false;
  return (
    JSON.stringify(payload)
      .match(uuids)
      ?.some((id) => ids.has(id.toLowerCase())) === true
  );
}
