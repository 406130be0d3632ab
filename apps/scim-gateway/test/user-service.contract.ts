import { UserCommands } from '@rollcall/contracts';
import type { CommandSender } from '@rollcall/gateway-kit';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import type { UserQueryClient } from '../src/clients/http-user-query-client.js';
import type { Call } from '../src/http/request-context.js';

export interface UserServiceUnderTest {
  readonly userQueries: UserQueryClient;
  readonly commands: Pick<CommandSender, 'send'>;
  /** Two accounts that exist. */
  readonly accountId: string;
  readonly otherAccountId: string;
}

/** What the gateway needs of user-service, whoever plays it: the fake of the specs and the real one. */
export function userServiceContract(
  name: string,
  setUp: () => Promise<UserServiceUnderTest> | UserServiceUnderTest,
): void {
  describe(`${name} as the gateway's user-service`, () => {
    let service: UserServiceUnderTest;
    beforeAll(async () => {
      service = await setUp();
    }, 120_000);

    /** A request of its own: each has its own id, which is the command's. */
    const call = (of: Partial<Call> = {}): Call => ({
      accountId: service.accountId,
      actor: { kind: 'directory', id: '01890a5d-ac96-774b-bcce-b302099a8059' },
      requestId: uuidv7(),
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      leftMs: 10_000,
      ...of,
    });
    const elsewhere = () => call({ accountId: service.otherAccountId });

    function created(of: object = {}) {
      const userId = uuidv7();
      const userName = `U${userId}@example.com`;
      const profile = { name: { givenName: 'Ann', familyName: 'Lee' }, emails: [{ value: userName, primary: true }] };
      return service.commands.send(UserCommands.create, { userId, userName, profile, ...of }, call());
    }

    const byName = (userName: string) =>
      ({
        scope: 'default',
        filter: { is: 'equals', attribute: 'userName', value: userName },
        offset: 0,
        limit: 10,
      }) as const;

    it('creates a user, and shows it to the very next question', async () => {
      const user = await created({ externalId: 'e1' });
      expect(user).toMatchObject({
        accountId: service.accountId,
        version: 1,
        userType: 'member',
        active: true,
        externalId: 'e1',
      });
      expect(await service.userQueries.find(user.id, call())).toEqual(await one(user.userName));
      expect((await service.userQueries.find(user.id, call())).userName).toBe(user.userName);
    });

    it('keeps the case of a userName, and finds it whatever the case', async () => {
      const { id, userName } = await created();
      expect(await one(userName.toLowerCase())).toMatchObject({ id, userName });
      await expect(created({ userName: userName.toLowerCase() })).rejects.toMatchObject({ code: 'user-name-taken' });
    });

    it('replaces what is said and keeps type and state where they are not', async () => {
      const { id, userName } = await created({ userType: 'viewer' });
      const profile = { name: { givenName: 'Anna', familyName: 'Lee' }, title: 'Surveyor' };
      const user = await service.commands.send(UserCommands.replace, { userId: id, userName, profile }, call());
      expect(user).toMatchObject({ id, userType: 'viewer', active: true, profile: { title: 'Surveyor' } });
      expect(user.version).toBeGreaterThan(1);
    });

    it('changes an attribute and leaves the others', async () => {
      const { id } = await created();
      const changes = [{ change: 'set' as const, attribute: 'title', value: 'Surveyor' }];
      const user = await service.commands.send(UserCommands.change, { userId: id, changes }, call());
      expect(user).toMatchObject({ version: 2, profile: { title: 'Surveyor', name: { givenName: 'Ann' } } });
    });

    it('answers a change of nothing with the user as it is', async () => {
      const { id } = await created();
      expect(await service.commands.send(UserCommands.change, { userId: id, changes: [] }, call())).toMatchObject({
        id,
        version: 1,
      });
    });

    it('deactivates, and still finds', async () => {
      const { id, userName } = await created();
      await service.commands.send(
        UserCommands.change,
        { userId: id, changes: [{ change: 'set', attribute: 'active', value: false }] },
        call(),
      );
      expect(await one(userName)).toMatchObject({ id, active: false });
    });

    it('changes nothing where no version fits', async () => {
      const { id, userName } = await created();
      const changes = [{ change: 'set' as const, attribute: 'title', value: 'x' }];
      await expect(
        service.commands.send(UserCommands.change, { userId: id, changes, ifMatch: ['7'] }, call()),
      ).rejects.toMatchObject({
        code: 'version-mismatch',
      });
      expect((await one(userName))?.version).toBe(1);
      expect(
        await service.commands.send(UserCommands.change, { userId: id, changes, ifMatch: ['7', '1'] }, call()),
      ).toMatchObject({
        version: 2,
      });
      await service.commands.send(UserCommands.change, { userId: id, changes: [], ifMatch: ['*'] }, call());
      for (const ifNoneMatch of [['*'], ['2', '7']]) {
        const refused = expect.objectContaining({ code: 'version-mismatch' }) as Error;
        const send = service.commands.send.bind(service.commands);
        const write = { userId: id, ifNoneMatch };
        await expect(send(UserCommands.change, { ...write, changes }, call())).rejects.toThrow(refused);
        await expect(send(UserCommands.replace, { ...write, userName, profile: {} }, call())).rejects.toThrow(refused);
        await expect(send(UserCommands.release, write, call())).rejects.toThrow(refused);
      }
      expect((await one(userName))?.version).toBe(2);
    });

    it('releases: not found from then on, and the name is free', async () => {
      const { id, userName } = await created();
      await service.commands.send(UserCommands.release, { userId: id }, call());
      await expect(service.userQueries.find(id, call())).rejects.toMatchObject({ code: 'user-not-found' });
      await expect(service.commands.send(UserCommands.release, { userId: id }, call())).rejects.toMatchObject({
        code: 'user-not-found',
      });
      expect(await one(userName)).toBeUndefined();
      expect(await created({ userName })).toMatchObject({ userName, active: true });
    });

    it('knows nothing of a user of another account', async () => {
      const { id, userName } = await created();
      await expect(service.userQueries.find(id, elsewhere())).rejects.toMatchObject({ code: 'user-not-found' });
      const changing = service.commands.send(UserCommands.change, { userId: id, changes: [] }, elsewhere());
      await expect(changing).rejects.toMatchObject({ code: 'user-not-found' });
      expect((await service.userQueries.search(byName(userName), elsewhere())).total).toBe(0);
    });

    it('pages in the order of creation, and counts all', async () => {
      const first = await created();
      const second = await created();
      const all = await service.userQueries.search({ scope: 'default', offset: 0, limit: 1_000 }, call());
      const ids = all.users.map((user) => user.id);
      expect(ids.indexOf(second.id)).toBe(ids.indexOf(first.id) + 1);
      const last = await service.userQueries.search({ scope: 'default', offset: all.total - 1, limit: 5 }, call());
      expect([last.total, last.users.map((user) => user.id)]).toEqual([all.total, [second.id]]);
      expect(await service.userQueries.search({ scope: 'default', offset: 5_000, limit: 5 }, call())).toEqual({
        total: all.total,
        users: [],
      });
    });

    it('refuses a filter on what no user has', async () => {
      const filter = { is: 'contains', attribute: 'shoeSize', value: 'x' } as const;
      const asked = service.userQueries.search({ scope: 'default', filter, offset: 0, limit: 1 }, call());
      await expect(asked).rejects.toMatchObject({ code: 'filter-not-supported' });
    });

    it('pages by places, forwards and backwards, and counts once', async () => {
      const name = `place-${uuidv7()}`;
      for (const nickName of ['c', 'A', 'b']) await created({ profile: { title: name, nickName } });
      const filter = { is: 'equals', attribute: 'title', value: name } as const;
      const sort = { attribute: 'nickName', descending: true };
      const read = async (of: object) => {
        const search = { scope: 'default', filter, sort, offset: 0, limit: 2, ...of } as const;
        const page = await service.userQueries.search(search, call());
        return { ...page, names: page.users.map(({ profile }) => profile.nickName) };
      };
      const first = await read({});
      expect([first.total, first.names, first.previous]).toEqual([3, ['c', 'b'], undefined]);
      const second = await read({ place: first.next, total: 3 });
      expect([second.total, second.names, second.next]).toEqual([3, ['A'], undefined]);
      const again = await read({ place: second.previous, total: 3 });
      expect([again.names, again.previous]).toEqual([['c', 'b'], undefined]);
    });

    it('tells the ids of those who fulfil a filter', async () => {
      const { id, userName } = await created();
      const filter = { is: 'starts-with', attribute: 'userName', value: userName.slice(0, 30) } as const;
      expect(await service.userQueries.ids(filter, call())).toEqual([id]);
      expect(await service.userQueries.ids(filter, elsewhere())).toEqual([]);
    });

    it('says whether it would take a password', async () => {
      const takes = async (write: Parameters<UserQueryClient['forecastPassword']>[0], of = call()) =>
        (await service.userQueries.forecastPassword(write, of)).taken;
      const { id, userName } = await created();
      const answers = await Promise.all([
        takes({ userId: id }),
        takes({ userId: uuidv7() }),
        takes({ userId: 'no id' }),
        takes({ userName: userName.toLowerCase() }),
        takes({ userName: `new-${id}@example.com`, externalId: `new-${id}` }),
        takes({ userId: id }, elsewhere()),
        takes({ userName }, elsewhere()),
      ]);
      expect(answers).toEqual([true, false, false, false, true, false, true]);
    });

    it('says what a password must not be: the account, and what is known of whom the write meets', async () => {
      const { id, userName } = await created();
      const { owner } = await service.userQueries.forecastPassword({ userId: id }, call());
      expect(owner).toMatchObject({ accountSlug: expect.any(String) as string, userName });
      const ofNobody = await service.userQueries.forecastPassword({ userName: `new-${id}@example.com` }, call());
      expect(ofNobody.owner).toEqual({ accountSlug: owner?.accountSlug });
    });

    it('lists the roles of an account', async () => {
      expect(await service.userQueries.roles(call())).toEqual([]);
    });

    async function one(userName: string) {
      return (await service.userQueries.search(byName(userName), call())).users[0];
    }
  });
}
