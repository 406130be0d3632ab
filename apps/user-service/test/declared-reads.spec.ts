import { allMessageDefinitions, Refusal, Topics } from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import { afterAll, describe, expect, it } from 'vitest';
import { registeredHandlers } from '../../../libs/messaging/test/registered-handlers.js';
import { AccountCommandsController } from '../src/commands/account-commands.controller.js';
import { NoticeCommandsController } from '../src/commands/notice-commands.controller.js';
import { LeaverCommandsController } from '../src/commands/leaver-commands.controller.js';
import { UserCommandsController } from '../src/commands/user-commands.controller.js';
import { WebhookCommandsController } from '../src/commands/webhook-commands.controller.js';
import { WorkspaceCommandsController } from '../src/commands/workspace-commands.controller.js';
import type { User } from '../src/domain/user/user.js';
import { userDecorators } from '../src/handlers.js';
import { anAccount, aUser, givenWhatIsRead, idOf, now } from './support/given.js';

const { registry, close } = await registeredHandlers(userDecorators, [
  AccountCommandsController,
  UserCommandsController,
  WorkspaceCommandsController,
  LeaverCommandsController,
  NoticeCommandsController,
  WebhookCommandsController,
]);
afterAll(close);

const commands = allMessageDefinitions().filter(({ topic }) => topic === Topics.userCommands);

interface Named {
  readonly accountId: string;
  readonly userId?: string;
  readonly roleId?: string;
  readonly slug?: string;
}

const messageOf = (type: string, payload: Named): Message => ({
  id: idOf(700),
  type,
  schemaVersion: 1,
  source: 'specs',
  time: now,
  accountId: payload.accountId,
  correlationId: idOf(700),
  payload,
  key: 'one',
  place: { topic: Topics.userCommands, partition: 0, offset: '0' },
});

/** The users whom a command may meet. */
function usersOf({ accountId, userId = idOf(1) }: Named): User[][] {
  const user = (of: Partial<User>) => aUser({ accountId, id: userId, ...of });
  return [
    [],
    [user({})],
    [user({ userType: 'admin' })],
    [user({ managedBy: 'workspace' })],
    [user({ isHeld: true })],
    [user({ active: false })],
    [user({ active: false, released: true })],
    [user({ active: false, externalId: 'another' })],
    [user({ madeInProduct: true, ownSignIn: true, userType: 'admin' })],
    [user({ ownSignIn: true, active: false, released: true })],
  ];
}

describe('a command declares all that its decision reads', () => {
  it.each(commands)('$type', async ({ type, example }) => {
    const payload = example as Named; // every command of this topic has these
    const message = messageOf(type, payload);
    const role = { id: payload.roleId ?? idOf(900), name: 'Contractor', basedOn: 'viewer' } as const;
    const of = { id: payload.accountId, slug: payload.slug ?? 'acme', roles: [role] };
    for (const users of usersOf(payload)) {
      const braked = anAccount({ deprovisionBrake: '10' }, of);
      for (const account of [anAccount({}, of), braked, anAccount({}, { ...of, id: idOf(800), slug: 'other' })]) {
        const state = givenWhatIsRead(registry.readsOf(message), users, account);
        const failure = await registry.decide(message, state).then(
          () => undefined,
          (error: unknown) => (error instanceof Refusal ? undefined : error),
        );
        expect(failure).toBeUndefined();
      }
    }
  });

  it('and a decision that reads more fails, where it would see nothing', () => {
    const { id: accountId } = anAccount();
    const { id, userName } = aUser();
    const state = givenWhatIsRead({ accountId }, [aUser()], anAccount());
    const undeclared = /did not declare/;
    expect(() => state.user(accountId, id)).toThrow(undeclared);
    expect(() => state.userNamed(accountId, userName)).toThrow(undeclared);
    expect(() => state.releasedNamed(accountId, userName)).toThrow(undeclared);
    expect(() => state.usersWithExternalId(accountId, 'okta-1')).toThrow(undeclared);
    expect(() => state.link(accountId, id)).toThrow(undeclared);
    expect(() => state.brake(accountId)).toThrow(undeclared);
    expect(() => state.leaver(accountId, id)).toThrow(undeclared);
    expect(() => state.usersWithRole(accountId, idOf(900))).toThrow(undeclared);
    expect(() => state.accountBySlug('other')).toThrow(undeclared);
    expect(() => state.account(idOf(800))).toThrow(undeclared);
    expect(() => state.activeAdmins(accountId)).toThrow('were not counted');
    expect(() => state.hasAccounts()).toThrow('was not asked');
  });
});
