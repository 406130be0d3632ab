import {
  ReconcilerCommands,
  TakeoverCommands,
  TeamCommands,
  UserEvents,
  type Actor,
  type MessageDefinition,
  type ReconcilerMode,
  type Reply,
  type SetReconcilerMode,
  type TakeoverReply,
  type TakeoverView,
  type TeamChange,
  type TeamReply,
} from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import { v7 as uuidv7 } from 'uuid';
import type { Instance } from './instances.js';
import { messageOf, okta, type Users } from './users.js';

const admin: Actor = { kind: 'admin', id: uuidv7() };

/** What the service does with messages, one by one. */
export interface Handling {
  /** Each again after a conflict, as the pipeline does; by the first instance where none is named. */
  readonly handle: (message: Message, by?: Instance) => Promise<Reply<TeamReply> | undefined>;
  /** The body of the reply, or the code of the refusal. */
  readonly ask: <P extends { accountId: string }>(
    definition: MessageDefinition<P>,
    payload: P,
    by?: Instance,
  ) => Promise<TeamReply | string>;
}

export function handlingBy(one: Instance): Handling {
  const handle: Handling['handle'] = async (message, by = one) => {
    for (;;) {
      try {
        const [outcome] = await by.handle(message);
        return outcome?.reply as Reply<TeamReply> | undefined;
      } catch (error) {
        if (by.classify(error) !== 'conflict') throw error;
      }
    }
  };
  return {
    handle,
    ask: async (definition, payload, by = one) => {
      const reply = await handle(messageOf(definition.type, payload, definition.key(payload)), by);
      if (!reply) throw new Error('a command without a reply');
      return reply.ok ? reply.body : reply.code;
    },
  };
}

/** The commands of the account's directory. */
export function byDirectory(accountId: string, { ask }: Handling) {
  const to = (teamId: string) => ({ accountId, teamId, actor: okta });
  const change = (teamId: string, kind: 'add-members' | 'remove-members', userIds: string[], by?: Instance) =>
    ask(TeamCommands.change, { ...to(teamId), changes: [{ change: kind, members: { userIds } }] }, by);
  return {
    push: (displayName: string, userIds: string[] = [], by?: Instance, more: { externalId?: string } = {}) =>
      ask(TeamCommands.push, { ...to(uuidv7()), displayName, members: { userIds }, ...more }, by),
    replace: (teamId: string, displayName: string, userIds: string[]) =>
      ask(TeamCommands.replace, { ...to(teamId), displayName, members: { userIds } }),
    add: (teamId: string, userIds: string[], by?: Instance) => change(teamId, 'add-members', userIds, by),
    remove: (teamId: string, userIds: string[], by?: Instance) => change(teamId, 'remove-members', userIds, by),
    rename: (teamId: string, displayName: string) =>
      ask(TeamCommands.change, { ...to(teamId), changes: [{ change: 'rename', displayName }] }),
    delete: (teamId: string, ifMatch?: string[]) =>
      ask(TeamCommands.delete, { ...to(teamId), ...(ifMatch ? { ifMatch } : {}) }),
    change: (teamId: string, changes: TeamChange[], ifMatch?: string[]) =>
      ask(TeamCommands.change, { ...to(teamId), changes, ...(ifMatch ? { ifMatch } : {}) }),
  };
}

/** The commands of the account's admin. */
export function byHand(accountId: string, { ask, handle }: Handling) {
  const to = (teamId: string) => ({ accountId, teamId, actor: admin });
  return {
    createByHand: (displayName: string) => ask(TeamCommands.createByHand, { ...to(uuidv7()), displayName }),
    renameByHand: (teamId: string, displayName: string) =>
      ask(TeamCommands.renameByHand, { ...to(teamId), displayName }),
    deleteByHand: (teamId: string) => ask(TeamCommands.deleteByHand, to(teamId)),
    handBack: (teamId: string, ifMatch?: string[]) =>
      ask(TeamCommands.handBack, { ...to(teamId), ...(ifMatch ? { ifMatch } : {}) }),
    addByHand: (teamId: string, userId: string) => ask(TeamCommands.addMemberByHand, { ...to(teamId), userId }),
    removeByHand: (teamId: string, userId: string) => ask(TeamCommands.removeMemberByHand, { ...to(teamId), userId }),
    ...takeoversByHand({ handle, ask }, accountId),
    setMode: (mode: ReconcilerMode, more: Pick<SetReconcilerMode, 'reason' | 'until'> = {}) =>
      ask(ReconcilerCommands.setMode, { accountId, actor: admin, mode, ...more }),
    release: (teamId: string, wouldEvict?: number) =>
      ask(ReconcilerCommands.release, { ...to(teamId), ...(wouldEvict === undefined ? {} : { wouldEvict }) }),
  };
}

/** What the account's admin decides about takeovers: the takeover as it is then, or the code of the refusal. */
function takeoversByHand({ ask }: Handling, accountId: string) {
  const decide =
    (how: keyof typeof TakeoverCommands) =>
    async ({ id: takeoverId, teamId }: Pick<TakeoverView, 'id' | 'teamId'>, ifMatch?: string[]) => {
      const payload = { accountId, teamId, takeoverId, actor: admin, ...(ifMatch ? { ifMatch } : {}) };
      return (await ask<typeof payload>(TakeoverCommands[how], payload)) as unknown as TakeoverReply | string; // the reply of these three, or the code of a refusal
    };
  return { allow: decide('allow'), decline: decide('decline'), undo: decide('undo') };
}

/** What happens to the account's people, as the service hears of it. */
export function people(accountId: string, users: Users, { handle, ask }: Handling, other: Instance) {
  return {
    /** Is released: the event, which is on its way. */
    released: (userId: string) =>
      users.change(accountId, userId, { active: false, released: true }, UserEvents.released.type),
    /** Comes back as through a gateway, which tells of the release first: the event of the restoration, which is on its way. */
    comeBack: async (userId: string) => {
      const version = users.versionOf(accountId, userId);
      await ask(TeamCommands.removeReleased, { accountId, userId, version, actor: okta });
      return users.change(accountId, userId, { active: true, released: false }, UserEvents.restored.type);
    },
    hear: (event: Message) => handle(event, other),
    join: () => users.join(accountId),
    deactivate: (userId: string) =>
      handle(users.change(accountId, userId, { active: false }, UserEvents.deactivated.type)),
    /** Stands for another person from now on: the event, which is on its way. */
    reassigned: (userId: string) => users.change(accountId, userId, { active: false }, UserEvents.reassigned.type),
    reassign: (userId: string) =>
      handle(users.change(accountId, userId, { active: false }, UserEvents.reassigned.type)),
    leave: (userId: string) =>
      handle(users.change(accountId, userId, { active: false, released: true }, UserEvents.released.type), other),
  };
}
