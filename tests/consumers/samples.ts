import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { kafkaDistribution, nodeBinary, repositoryRoot } from '@rollcall/local-servers';
import { PythonPackages } from '../../tools/python.js';

export const languages = ['typescript', 'java', 'python', 'go'] as const;
export type Language = (typeof languages)[number];

/** What a consumer keeps, as it prints it. */
export interface ConsumerState {
  readonly users: Readonly<Record<string, object>>;
  readonly teams: Readonly<Record<string, { readonly members: readonly string[] }>>;
  readonly behind: readonly string[];
}

const folder = join(repositoryRoot, 'samples/consumers');
const clientOfPython = 'confluent-kafka==2.15.1';

/** Prepares the sample of a language: what it needs is downloaded or built into a temporary folder. Gives its command line. */
export async function prepared(language: Language, temporary: string): Promise<readonly [string, ...string[]]> {
  const source = (file: string) => join(folder, language, file);
  if (language === 'typescript') return [nodeBinary, source('consumer.ts')];
  if (language === 'java') {
    const { java, classPath } = await kafkaDistribution();
    const light = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx128m'];
    return [java, ...light, '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn', '-cp', classPath, source('Consumer.java')];
  }
  if (language === 'python')
    return [PythonPackages.install(temporary, clientOfPython).program('python'), source('consumer.py')];
  const program = join(temporary, 'consumer');
  execFileSync('go', ['build', '-o', program, '.'], { cwd: join(folder, 'go') });
  return [program];
}

/** A running sample. */
export class SampleConsumer {
  private readonly child;
  private last: ConsumerState | undefined;
  private errors = '';

  constructor([program, ...args]: readonly [string, ...string[]], env: Readonly<Record<string, string>>) {
    const { PATH = '', HOME = '' } = process.env;
    this.child = spawn(program, args, { env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    createInterface({ input: this.child.stdout }).on('line', (line) => (this.last = JSON.parse(line) as ConsumerState));
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => (this.errors += text));
  }

  /**
   * The state that it printed last, with members in order.
   * @throws Error where it has ended, or has printed none yet
   */
  get state(): ConsumerState {
    if (this.child.exitCode !== null) throw new Error(`it ended with ${this.child.exitCode}: ${this.errors}`);
    if (!this.last) throw new Error(`it has printed nothing yet: ${this.errors}`);
    const teams = Object.entries(this.last.teams).map(([id, team]) => [
      id,
      { ...team, members: team.members.toSorted() },
    ]);
    return { ...this.last, teams: Object.fromEntries(teams) as ConsumerState['teams'] };
  }

  stop(): void {
    this.child.kill('SIGKILL'); // it keeps nothing
  }
}
