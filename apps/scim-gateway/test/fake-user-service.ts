import { setTimeout } from 'node:timers/promises';
import {
  fits,
  Refusal,
  requireVersion,
  UserCommands,
  type ChangeUser,
  type CommandDefinition,
  type CreateUser,
  type Filter,
  type IdReply,
  type PasswordForecast,
  type PasswordWrite,
  type ReleaseUser,
  type ReplaceUser,
  type RoleView,
  type SearchUsers,
  type UserBrief,
  type UserChange,
  type UserPage,
  type UserReply,
  type UserView,
} from '@rollcall/contracts';
import type { CommandInput, CommandSender } from '@rollcall/gateway-kit';
import { fakePage, fulfils, partsOf } from './fake-search.js';
import type { UserQueryClient } from '../src/clients/http-user-query-client.js';
import type { Call } from '../src/http/request-context.js';

type Kept = UserView;

/** What was asked, so that tests can look at it. */
export interface Received {
  readonly command: 'create' | 'replace' | 'change' | 'release';
  readonly payload: Readonly<Record<string, unknown>>;
  readonly call: Call;
}

/**
 * user-service in memory, for tests: the rules that an edge can see (uniqueness, versions, accounts kept apart, release),
 * and no others. It keeps the contract suite that the real one keeps.
 */
export class FakeUserService implements UserQueryClient, Pick<CommandSender, 'send'> {
  readonly received: Received[] = [];
  /** What the next call is to reject with. */
  failWith: Error | undefined;
  /** Milliseconds that each command takes. */
  commandMs = 0;
  accountRoles: RoleView[] = [];
  private readonly users = new Map<string, Kept>();

  find(userId: string, call: Call): Promise<UserView> {
    return this.answer(() => this.one(userId, call));
  }

  search(query: Omit<SearchUsers, 'accountId'>, call: Call): Promise<UserPage> {
    return this.answer(() => {
      const own = [...this.users.values()].filter((u) => u.accountId === call.accountId && !u.released);
      const { rows, ...page } = fakePage(own, query, asListed);
      return { ...page, users: rows };
    });
  }

  ids(filter: Filter, call: Call): Promise<readonly string[]> {
    return this.answer(() => {
      const own = [...this.users.values()].filter((u) => u.accountId === call.accountId);
      return own.filter((user) => fulfils(user, filter, valuesOf)).map(({ id }) => id);
    });
  }

  briefs(userIds: readonly string[], { accountId }: Call): Promise<readonly UserBrief[]> {
    return this.answer(() =>
      userIds.flatMap((id) => {
        const user = this.users.get(id);
        if (user?.accountId !== accountId) return [];
        const { version, userName, active, managedBy, released = false } = user;
        return [{ id, version, userName, active, managedBy, released }];
      }),
    );
  }

  forecastPassword(write: Omit<PasswordWrite, 'accountId'>, call: Call): Promise<PasswordForecast> {
    const { userId, userName = '' } = write;
    const accountSlug = 'acme';
    return this.answer(() => {
      const own = [...this.users.values()].filter((u) => u.accountId === call.accountId && !u.released);
      const isMet = (user: UserView) =>
        userId === undefined ? user.userName.toLowerCase() === userName.toLowerCase() : user.id === userId;
      const met = own.find(isMet);
      if (userId === undefined) return met ? { taken: false } : { taken: true, owner: { accountSlug } };
      return met ? { taken: true, owner: { accountSlug, userName: met.userName } } : { taken: false };
    });
  }

  roles(): Promise<readonly RoleView[]> {
    return this.answer(() => this.accountRoles);
  }

  /** @throws Error for a command that the edge does not send, or a reply that is not what the definition says */
  async send<Input extends object, Body extends object>(
    definition: CommandDefinition<Input, Body>,
    command: object,
    call: Call,
  ): Promise<Body> {
    if (this.commandMs > 0) await setTimeout(this.commandMs);
    const reply = await this.carryOut(definition.type, command as never, call); // its definition says what it is
    if (!fits(definition.reply, reply)) throw new Error(`not a reply to ${definition.type}`);
    return reply;
  }

  private carryOut(type: string, command: never, call: Call): Promise<object> {
    if (type === UserCommands.create.type) return this.create(command, call);
    if (type === UserCommands.replace.type) return this.replace(command, call);
    if (type === UserCommands.change.type) return this.change(command, call);
    if (type === UserCommands.release.type) return this.release(command, call);
    return Promise.reject(new Error(`nobody carries out ${type}`));
  }

  private create(command: CommandInput<CreateUser>, call: Call): Promise<UserReply> {
    return this.answer(() => {
      this.note('create', command, call);
      assertGoodPassword(command);
      this.assertFree(command.userName, call);
      const now = new Date().toISOString();
      return this.keep({
        ...wholeOf(command, { userType: 'member', active: true }),
        id: command.userId,
        accountId: call.accountId,
        version: 1,
        managedBy: 'directory',
        createdAt: now,
        updatedAt: now,
      });
    });
  }

  private replace(command: CommandInput<ReplaceUser>, call: Call): Promise<UserReply> {
    return this.answer(() => {
      this.note('replace', command, call);
      assertGoodPassword(command);
      const user = this.one(command.userId, call);
      requireVersion(command, user.version);
      this.assertFree(command.userName, call, user.id);
      const { id, accountId, version, managedBy, createdAt } = user;
      return this.keep({
        ...wholeOf(command, user),
        id,
        accountId,
        managedBy,
        createdAt,
        version: version + 1,
        updatedAt: new Date().toISOString(),
      });
    });
  }

  private change(command: CommandInput<ChangeUser>, call: Call): Promise<UserReply> {
    return this.answer(() => {
      this.note('change', command, call);
      assertGoodPassword(command);
      const user = this.one(command.userId, call);
      requireVersion(command, user.version);
      if (command.changes.length === 0 && command.passwordHash === undefined) return { ...user, changed: false };
      const changed = command.changes.reduce(changedBy, user);
      return this.keep({ ...changed, version: user.version + 1, updatedAt: new Date().toISOString() });
    });
  }

  private release(command: CommandInput<ReleaseUser>, call: Call): Promise<IdReply> {
    return this.answer(() => {
      this.note('release', command, call);
      const user = this.one(command.userId, call);
      requireVersion(command, user.version);
      this.keep({ ...user, active: false, released: true });
      return { id: user.id };
    });
  }

  private answer<T>(work: () => T): Promise<T> {
    if (this.failWith) return Promise.reject(this.failWith);
    return new Promise((resolve) => resolve(work()));
  }

  private note(command: Received['command'], payload: object, call: Call): void {
    this.received.push({ command, payload: { ...payload }, call });
  }

  private one(userId: string, { accountId }: Call): Kept {
    const user = this.users.get(userId);
    if (!user || user.released || user.accountId !== accountId) throw new Refusal('user-not-found', { userId });
    return user;
  }

  private assertFree(userName: string, { accountId }: Call, but?: string): void {
    const name = userName.toLowerCase();
    const taken = [...this.users.values()].some(
      (u) => u.accountId === accountId && !u.released && u.id !== but && u.userName.toLowerCase() === name,
    );
    if (taken) throw new Refusal('user-name-taken', { userName });
  }

  private keep(user: Kept): UserReply {
    this.users.set(user.id, user);
    return { ...user, changed: true };
  }
}

type Whole = Pick<UserView, 'userName' | 'externalId' | 'userType' | 'active' | 'profile'>;

/** Type and state stay where they are not named. */
function wholeOf(command: CommandInput<ReplaceUser>, otherwise: Pick<UserView, 'userType' | 'active'>): Whole {
  const { userName, externalId, userType = otherwise.userType, active = otherwise.active, profile } = command;
  return { userName, userType, active, profile, ...(externalId === undefined ? {} : { externalId }) };
}

function assertGoodPassword({ passwordProblem: problem }: Pick<CreateUser, 'passwordProblem'>): void {
  if (problem !== undefined) throw new Refusal('password-refused', { problem });
}

const ofTheUser = new Set(['userName', 'externalId', 'userType', 'active']);

/** Sets and clears single attributes; lists are none of this fake's business. */
function changedBy(user: Kept, { change, attribute, value }: UserChange): Kept {
  if (change !== 'set' && change !== 'clear') return user;
  if (ofTheUser.has(attribute)) return { ...user, [attribute]: value };
  return { ...user, profile: withValue(user.profile, attribute.split('.'), value) };
}

function withValue(target: object, [key = '', ...rest]: readonly string[], value: unknown): object {
  const inner: unknown = (target as Record<string, unknown>)[key];
  if (rest.length === 0) return { ...target, [key]: value };
  return { ...target, [key]: withValue(typeof inner === 'object' && inner !== null ? inner : {}, rest, value) };
}

const valuesOf = (user: UserView, attribute: string) => {
  const values = partsOf({ ...user.profile, ...user }, attribute === 'emails' ? 'emails.value' : attribute);
  return attribute === 'emails.value' && values.length === 0 ? [user.userName] : values;
};
const asListed = { idOf: ({ id }: UserView) => id, valuesOf };
