import { Command } from 'commander';
import type { Connections } from './connections/ports.js';
import { jsonText } from './output/json-text.js';

/** Input and output of the command line. */
export interface Terminal {
  /** Whether what goes out is shown to somebody, and not written to a file. */
  readonly isScreen: boolean;
  out(line: string): void;
  /** For remarks that a script must not take for the answer. */
  err(line: string): void;
  /** The first line of standard input. */
  readLine(): Promise<string>;
}

/** What every command works with. */
export interface Context {
  readonly terminal: Terminal;
  readonly connections: Connections;
  /** The person at the keyboard: the actor of every change (rule 20). */
  readonly operator: string;
  readonly now: () => Date;
  /** Fires when the operator interrupts. */
  readonly signal: AbortSignal;
}

export interface OutputOptions {
  readonly json?: boolean;
}

/** A command about one account, which is its first argument. */
export function commandOfAccount(name: string, description: string): Command {
  return new Command(name).description(description).argument('<account>', 'slug or id');
}

/** Prints the answer of a command: JSON for scripts, or the text for people. */
export function answer(context: Context, options: OutputOptions, value: unknown, text: () => string): void {
  context.terminal.out(options.json ? jsonText(value, 2) : text());
}

/** Adds examples to the help of a command. Each can be run as it is, once its names are replaced. */
export function examples(command: Command, ...lines: readonly string[]): Command {
  return command.addHelpText('after', `\nExamples:\n${lines.map((line) => `  ops ${line}`).join('\n')}\n`);
}
