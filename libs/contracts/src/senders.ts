import { AccountCommands } from './accounts/account-messages.js';
import { ClosingCommands } from './accounts/closing-messages.js';
import { NoticeCommands } from './accounts/notices.js';
import { WebhookCommands } from './accounts/webhook-messages.js';
import type { ActorKind } from './actor.js';
import type { CommandDefinition } from './define/message.js';
import { ReconcilerCommands } from './teams/reconciler-commands.js';
import { TakeoverCommands } from './teams/takeover-commands.js';
import { TeamCommands } from './teams/team-commands.js';
import { TokenCommands } from './tokens/token-messages.js';
import { ErasureCommands } from './users/erasure-commands.js';
import { UserCommands } from './users/user-commands.js';
import { LeaverCommands } from './users/leaver-messages.js';
import { WorkspaceUserCommands } from './users/workspace-user-commands.js';

/** What one part of the product may send to services. */
export interface CommandSenderRights {
  /** In whose name. */
  readonly actors: readonly ActorKind[];
  /** The types of its commands. */
  readonly types: ReadonlySet<string>;
}

type Defined = Pick<CommandDefinition, 'type'>;
const typesOf = (...definitions: readonly Defined[]): ReadonlySet<string> =>
  new Set(definitions.map(({ type }) => type));

const { stageMembers, push, replace, change, changeMany, delete: remove, removeReleased, ...manual } = TeamCommands;
const byHand: readonly Defined[] = [
  ...Object.values(AccountCommands),
  ...Object.values(WorkspaceUserCommands),
  ...Object.values(ErasureCommands),
  ...Object.values(LeaverCommands),
  ...Object.values(NoticeCommands),
  ...Object.values(manual),
  ...Object.values(TakeoverCommands),
  ...Object.values(ReconcilerCommands),
  ...Object.values(TokenCommands),
];

/**
 * The commands of each part that may send any: services refuse every other one, whatever its headers say (ADR 0038). What the
 * directory says comes from the SCIM edge alone, and that edge says nothing else; but whoever brings a released user back tells
 * team-service of the release first (ADR 0049).
 */
export const commandSenders = {
  'scim-gateway': {
    actors: ['directory'],
    types: typesOf(
      ...Object.values(UserCommands),
      stageMembers,
      push,
      replace,
      change,
      changeMany,
      remove,
      removeReleased,
    ),
  },
  'workspace-gateway': {
    actors: ['admin'],
    types: typesOf(...byHand, ...Object.values(WebhookCommands), removeReleased),
  },
  /** `admin`: on behalf of a person of the account. Operators alone close accounts. */
  'ops-cli': { actors: ['operator', 'admin'], types: typesOf(...byHand, ...Object.values(ClosingCommands)) },
} as const satisfies Readonly<Record<string, CommandSenderRights>>;

/** The rights of a caller; those of an operator's are the tool's. */
export function rightsOf(caller: string): CommandSenderRights | undefined {
  const { part } = callerNamed(caller);
  return Object.hasOwn(commandSenders, part) ? commandSenders[part as keyof typeof commandSenders] : undefined;
}

/** The parts of a caller's name: `ops-cli.ann` is the operator ann with ops-cli. */
export function callerNamed(caller: string): { readonly part: string; readonly operator: string } {
  const dot = caller.indexOf('.');
  return dot === -1
    ? { part: caller, operator: caller }
    : { part: caller.slice(0, dot), operator: caller.slice(dot + 1) };
}

/** Whether an actor's id names this operator, with or without a label: `ann`, `ann/night shift`. */
export function isOperator(operator: string, actorId: string): boolean {
  return actorId === operator || actorId.startsWith(`${operator}/`);
}
