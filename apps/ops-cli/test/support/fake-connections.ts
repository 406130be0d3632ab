import { validateSync } from 'class-validator';
import { plainToInstance } from 'class-transformer';
import { fits, queryRequest, type CommandDefinition, type Reply } from '@rollcall/contracts';
import { CommandSigner } from '@rollcall/messaging';
import type { InternalHttpClient } from '@rollcall/service-kit';
import type { Commands, Connections, Log, LogRecord, PartitionLag, ServiceName } from '../../src/connections/ports.js';
import type { Context } from '../../src/context.js';
import { ExitCode, OpsFailure } from '../../src/failure.js';
import { run } from '../../src/program.js';

type Answers = Readonly<Record<string, unknown>>;

/** Answers by path; a function is asked with the body, an error is thrown. */
export class FakeSystem implements Connections {
  answers: Partial<Record<ServiceName, Answers>> = {};
  replies: Record<string, Reply> = {};
  records: LogRecord[] = [];
  partitionLag: PartitionLag[] = [];
  readonly sent: { type: string; payload: object }[] = [];
  readonly put: Parameters<Log['put']>[0][] = [];
  readonly posted: string[] = [];
  refusesRecords = false;
  isScreen = false;
  closed = false;

  service(name: ServiceName) {
    const find = async (path: string, body?: unknown) => {
      const answer = this.answers[name]?.[path];
      if (answer instanceof Error) throw answer;
      if (answer === undefined) throw new Error(`nobody answers ${name} ${path}`);
      return typeof answer === 'function' ? (answer(body) as unknown) : answer;
    };
    const ask: InternalHttpClient['ask'] = async (definition, input) => {
      const { path, body } = queryRequest(definition, input);
      if (definition.idempotent === false) this.posted.push(path);
      const found = await find(path, body);
      if (!fits(definition.answer, found)) throw new Error(`not an answer to ${path}: ${JSON.stringify(found)}`);
      return found;
    };
    return { ask };
  }

  async commands(): Promise<Commands> {
    return {
      ask: async <Input extends { accountId: string }, Body extends object>(
        definition: CommandDefinition<Input, Body>,
        payload: Input,
      ) => {
        const problems = validateSync(plainToInstance(definition.payload, payload));
        if (problems.length > 0) throw new Error(`an invalid ${definition.type}: ${problems.join()}`);
        this.sent.push({ type: definition.type, payload });
        const reply = this.replies[definition.type];
        if (!reply) throw new Error(`nobody replies to ${definition.type}`);
        if (!reply.ok) return reply;
        const { body } = reply;
        if (!fits(definition.reply, body))
          throw new Error(`not a reply to ${definition.type}: ${JSON.stringify(body)}`);
        return { ...reply, body };
      },
    };
  }

  async log(): Promise<Log> {
    return {
      watch: async ({ topics, since }, take) => {
        const wanted = this.records.filter((r) => topics.includes(r.topic) && r.time >= (since ?? new Date(0)));
        wanted.forEach(take);
      },
      lag: async () => this.partitionLag,
      put: async (record) => {
        if (this.refusesRecords) throw new OpsFailure('the broker is away', ExitCode.unavailable);
        this.put.push(record);
      },
    };
  }

  signer(): CommandSigner {
    return new CommandSigner('ops-cli.ann', 'secret-of-ann');
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

export const now = new Date('2026-03-01T12:00:00Z');

/** Runs a command line against the fake system. */
export async function ops(
  system: FakeSystem,
  line: readonly string[],
  input = '',
  signal: Context['signal'] = new AbortController().signal,
) {
  const out: string[] = [];
  const err: string[] = [];
  const context: Context = {
    terminal: {
      isScreen: system.isScreen,
      out: (text) => out.push(text),
      err: (text) => err.push(text),
      readLine: async () => input,
    },
    connections: system,
    operator: 'root',
    now: () => now,
    signal,
  };
  const code = await run(context, line);
  return { code, out: out.join('\n'), err: err.join('\n') };
}
