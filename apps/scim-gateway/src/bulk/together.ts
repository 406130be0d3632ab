import type { CommandDefinition, Reply, WouldBeMessage, WouldBeResult } from '@rollcall/contracts';
import { Slices } from '@rollcall/service-kit';
import { wouldBeReply } from '../clients/would-be-decisions.js';

/** An event that an operation would raise, with the operation's position. */
export interface WouldBeEvent {
  readonly position: number;
  readonly event: WouldBeMessage;
}

interface PendingCommand {
  readonly type: string;
  readonly payload: object;
  /** The positions of operations that make what it refers to. */
  readonly requires: readonly number[];
  readonly answer: (reply: object) => void;
  readonly fail: (error: unknown) => void;
}

export interface TogetherOptions {
  /** How many operations are to say what they ask, or that they ask nothing. */
  readonly operations: number;
  /** What the owner follows of others, in the order of positions. */
  readonly before?: readonly WouldBeEvent[];
  readonly ask: (messages: readonly WouldBeMessage[]) => Promise<WouldBeResult[]>;
  /** The answer to an operation that requires one that was refused. */
  readonly neededFailed: Error;
}

/** Collects the commands of one owner until all are there, and has them decided together, in the order of their positions. */
export class Together {
  /** The events that the commands would raise. */
  readonly events: WouldBeEvent[] = [];
  private readonly asked = new Map<number, PendingCommand>();
  private readonly over = new Set<number>();
  private hasAsked = false;

  constructor(private readonly options: TogetherOptions) {}

  /** Has a command decided; resolves when all are. */
  decide<Input extends object, Body extends object>(
    position: number,
    requires: readonly number[],
    definition: CommandDefinition<Input, Body>,
    payload: Input,
  ): Promise<Reply<Body>> {
    const reply = new Promise<object>((answer, fail) => {
      this.asked.set(position, { type: definition.type, payload, requires, answer, fail });
    });
    this.askWhenComplete();
    return reply.then((each) => wouldBeReply(definition, each));
  }

  /** An operation is over; where it has asked nothing, it does not ask any more. */
  end(position: number): void {
    if (this.asked.has(position) || this.over.has(position)) return;
    this.over.add(position);
    this.askWhenComplete();
  }

  /** Asks once: one that is refused here for what it requires ends as if it had asked nothing. */
  private askWhenComplete(): void {
    if (this.hasAsked || this.asked.size + this.over.size < this.options.operations) return;
    this.hasAsked = true;
    void this.ask();
  }

  private async ask(): Promise<void> {
    const rows = this.rows();
    const asks = rows.flatMap((row, at) => ('asked' in row ? [{ ...row, at }] : []));
    const places = new Map(asks.map(({ position, at }) => [position, at]));
    const messages = rows.map((row) => ('asked' in row ? messageOf(row.asked, places) : row.event));
    try {
      const results = asks.length === 0 ? [] : await this.options.ask(messages);
      const slices = new Slices();
      for (const { position, at, asked } of asks) {
        await slices.next(); // whoever gets an answer goes on at once
        const { reply, events = [] } = results[at] ?? {};
        for (const event of events) this.events.push({ position, event });
        if (reply) asked.answer(reply);
        else asked.fail(this.options.neededFailed);
      }
    } catch (error) {
      for (const { asked } of asks) asked.fail(error);
    }
  }

  /** Events stand before the commands of operations after them. Who requires an operation that asks nothing is refused here. */
  private rows(): Row[] {
    const rows: Row[] = [...(this.options.before ?? [])];
    for (const [position, asked] of [...this.asked].sort(([one], [other]) => one - other)) {
      if (asked.requires.every((each) => this.asked.has(each))) rows.push({ position, asked });
      else {
        asked.fail(this.options.neededFailed);
        this.asked.delete(position);
      }
    }
    return rows.sort((one, other) => one.position - other.position);
  }
}

type Row = WouldBeEvent | { readonly position: number; readonly asked: PendingCommand };

function messageOf({ type, payload, ...of }: PendingCommand, places: ReadonlyMap<number, number>): WouldBeMessage {
  const requires = of.requires.flatMap((each) => places.get(each) ?? []);
  return { type, payload, ...(requires.length > 0 ? { requires } : {}) };
}
