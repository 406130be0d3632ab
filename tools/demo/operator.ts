import { execFile, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { Surprise } from './okta.ts';

/** How long somebody watches before giving up: a program takes its time to start on a busy machine. */
const patienceSeconds = 120;
const opsCli = resolve(import.meta.dirname, '../../apps/ops-cli/dist/main.js');

/** A message as `topics watch --json` tells it; only what the demo looks at. */
export interface WatchedMessage {
  readonly type: string;
  readonly time: string;
  readonly key: string;
  readonly payload: {
    readonly reason?: string;
    readonly evicted?: readonly { readonly userId: string; readonly reason: string }[];
  };
}

/** Somebody at a terminal with `npm run ops`. */
export class Operator {
  private readonly env: NodeJS.ProcessEnv;

  /** `settings`: what the stack left in its env.json. */
  constructor(settings: Readonly<Record<string, string>>) {
    this.env = { ...process.env, ...settings };
  }

  /** Runs one command and gives its answer. */
  async run<Answer>(...args: readonly string[]): Promise<Answer> {
    try {
      const { stdout } = await promisify(execFile)(process.execPath, [opsCli, ...args, '--json'], { env: this.env });
      return JSON.parse(stdout) as Answer;
    } catch (error) {
      const said = (error as { stderr?: string }).stderr?.trim();
      throw new Surprise(
        `npm run ops -- ${args.join(' ')}: ${said === undefined || said === '' ? String(error) : said}`,
      );
    }
  }

  /** Reads a topic about one person from a moment on, until the wanted message has come. */
  async watch(
    { topic, user, since }: { topic: string; user: string; since: Date },
    isWanted: (message: WatchedMessage) => boolean,
  ): Promise<readonly WatchedMessage[]> {
    const args = ['topics', 'watch', topic, '--user', user, '--since', since.toISOString(), '--json'];
    const watching = spawn(process.execPath, [opsCli, ...args], {
      env: this.env,
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: patienceSeconds * 1_000,
    });
    const seen: WatchedMessage[] = [];
    try {
      for await (const line of createInterface({ input: watching.stdout })) {
        const message = JSON.parse(line) as WatchedMessage;
        seen.push(message);
        if (isWanted(message)) return seen;
      }
    } finally {
      watching.kill();
    }
    throw new Surprise(`what should have come on ${topic} did not come within ${patienceSeconds} seconds`);
  }
}
