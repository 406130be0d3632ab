import type { Command } from 'commander';
import type { Connections } from './connections/ports.js';

/** Where words go and come from. */
export interface Terminal {
  out(line: string): void;
  /** For remarks that a script must not read as the answer. */
  err(line: string): void;
  /** The first line of standard input. */
  readLine(): Promise<string>;
}

/** What every command gets. */
export interface Context {
  readonly terminal: Terminal;
  readonly connections: Connections;
  /** Who is at the keyboard: the actor of every change (rule 20). */
  readonly operator: string;
  readonly now: () => Date;
  /** Fires when the operator interrupts. */
  readonly signal: AbortSignal;
}

export interface OutputOptions {
  readonly json?: boolean;
}

/** The answer of a command: JSON for scripts, or the text for people. */
export function answer(context: Context, options: OutputOptions, value: unknown, text: () => string): void {
  context.terminal.out(options.json ? JSON.stringify(value, null, 2) : text());
}

/** Examples below the help of a command. Each is a line that works as it stands, names aside. */
export function examples(command: Command, ...lines: readonly string[]): Command {
  return command.addHelpText('after', `\nExamples:\n${lines.map((line) => `  ops ${line}`).join('\n')}\n`);
}
