import { validationProblems, type CommandDefinition } from '@rollcall/contracts';
import { CommandInvalid } from './errors.js';

/** Parts of a place that say nothing to the sender of the values: containers of the command, and positions in them. */
const containers = new Set(['profile', 'changes', 'members', 'staged']);

/**
 * Checks a command as the service that gets it will: what passes here can be decoded there, so no value of a client
 * becomes a dead letter.
 * @throws CommandInvalid naming every problem, by attribute and constraint, never by value
 */
export function checkCommand<Input extends object>(
  { type, payload: shape }: Pick<CommandDefinition<Input>, 'type' | 'payload'>,
  payload: Input,
): void {
  const problems = validationProblems(shape, payload);
  if (problems.length > 0) throw new CommandInvalid(type, problems.map(sentence));
}

/** class-validator's sentence names the last part of the place; the parts before it are put in front. */
function sentence({ at, problem }: { readonly at: readonly string[]; readonly problem: string }): string {
  const place = at.filter((part) => !containers.has(part) && !/^\d+$/.test(part));
  return place.length > 1 ? `${place.join('.')}: ${problem}` : problem;
}
