import { eventually } from '@rollcall/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Caller } from '../support/callers.js';
import type { EventStream, StreamEvent } from '../../apps/workspace-gateway/test/event-stream.js';
import { ownWorkspaceGateway } from '../support/own-workspace-gateway.js';
import { stack } from '../support/stack.js';
import { membersOf, password, pushGroup, workspaceAt, type Account } from '../support/workspace.js';

const { newAccount, workspaceUrl, folder } = await stack();
const { adminOf, join, signIn } = workspaceAt(workspaceUrl);

const instance = 'hints-of-specs';
let second: Awaited<ReturnType<typeof ownWorkspaceGateway>>;
/** Of an account where nothing happens: its comments come while the other tests run. */
let silent: EventStream;
beforeAll(async () => {
  silent = (await listening()).stream;
  second = await ownWorkspaceGateway(folder, instance, { SESSION_STREAMS: '2', ACCOUNT_STREAMS: '3' });
}, 120_000);
const open: EventStream[] = [];
afterAll(async () => {
  for (const stream of open) stream.close();
  await second?.process.stop();
});

async function listening(...given: Parameters<Awaited<ReturnType<typeof adminOf>>['listen']> | []) {
  const account = await newAccount();
  const admin = await adminOf(account);
  const stream = await admin.listen(...given);
  open.push(stream);
  return { account, admin, stream };
}

const includes = (kind: string, id: string) => (changed: Record<string, unknown>) =>
  Array.isArray(changed[kind]) && changed[kind].includes(id);

/** A person and a team that the directory keeps, and is empty. */
async function keptTeam({ scim }: Account) {
  const { body } = await scim.create('cleo@hints.example');
  return { userId: String(body.id), teamId: await pushGroup(scim, 'Design', []) };
}

const percentile95 = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1];

describe('hints', () => {
  it('tell of an eviction within a second after the member was put in by hand: p95 of 20', async () => {
    const { account, admin, stream } = await listening();
    const { userId, teamId } = await keptTeam(account);
    const times: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      const { body } = await account.scim.create(`hand-${round}@hints.example`);
      stream.forget();
      const began = performance.now();
      const put = await admin.send('PUT', `/teams/${teamId}/members/${String(body.id)}`);
      expect(put.status).toBe(202);
      const { at } = await stream.untilChanged('the eviction is told', includes('reconciler', teamId));
      times.push(at - began);
      await eventually(async () => (await membersOf(admin, teamId)).length === 0, 'nobody is in it');
    }
    expect(userId).toBeDefined();
    expect(percentile95(times)).toBeLessThan(1_000);
  }, 120_000);

  it('tell of a revoked token, and of refused requests of the directory', async () => {
    const { account, admin, stream } = await listening();
    expect((await admin.send('DELETE', `/scim/tokens/${account.tokenId}`)).status).toBe(200);
    await stream.untilChanged('the token is told', includes('token', account.tokenId));
    await stream.untilChanged('a notice is told', ({ notices }) => notices === true);
    stream.forget();
    await eventually(async () => (await account.scim.send('GET', '/Users')).status === 401, 'the token is refused');
    await stream.untilChanged('the request is told', ({ requests }) => requests > 0);
  });

  it('are ids of the own account, and nothing of another one', async () => {
    const { account, admin, stream } = await listening();
    const other = await listening();
    const theirs = await keptTeam(other.account);
    await other.stream.untilChanged('their team is told', includes('team', theirs.teamId));
    const own = await keptTeam(account);
    await stream.untilChanged('our team is told', includes('team', own.teamId));
    expect(other.stream.text).not.toContain(own.teamId);
    for (const id of [theirs.teamId, theirs.userId, other.account.id]) expect(stream.text).not.toContain(id);
    expect((await admin.get(`/teams/${own.teamId}`)).status).toBe(200);
  });

  it('are of what the caller may read', async () => {
    const { account, admin, stream } = await listening();
    const guest = await join(account, admin, `gil@${account.slug}.example`, 'guest');
    const member = await join(account, admin, `mia@${account.slug}.example`, 'member');
    const [ofGuest, ofMember] = [await guest.session.listen(), await member.session.listen()];
    open.push(ofGuest, ofMember);
    const { teamId, userId } = await keptTeam(account);
    await account.set({ manualChanges: 'refuse' });
    await admin.patch(`/users/${guest.id}`, { profile: { title: 'Pilot' } });
    await stream.untilChanged('the settings are told to the admin', ({ settings }) => settings === true);
    await ofMember.untilChanged('the team is told to the member', includes('team', teamId));
    await ofGuest.untilChanged('the guest is told of themselves', includes('user', guest.id));
    expect(ofMember.text).not.toMatch(/settings|requests|token|reconciler/);
    expect(ofGuest.text).not.toMatch(/settings|requests|token|reconciler|team/);
    expect(ofGuest.text).not.toContain(userId);
  });

  it('come from every instance of the gateway', async () => {
    const { account, admin, stream } = await listening();
    const fromSecond = await admin.listen(second.url);
    open.push(fromSecond);
    const { teamId } = await keptTeam(account);
    await stream.untilChanged('told by one', includes('team', teamId));
    await fromSecond.untilChanged('told by the other', includes('team', teamId));
  });

  it('begin with the build, the time and the end of the session, and are neither kept nor buffered by proxies', async () => {
    const { stream } = await listening();
    const [hello] = stream.events;
    expect(hello).toMatchObject({ event: 'hello', data: { build: expect.stringMatching(/^[0-9a-f]{16}$/) as string } });
    expect(Date.parse(String(hello?.data.sessionExpiresAt))).toBeGreaterThan(
      Date.parse(String(hello?.data.serverTime)),
    );
    expect(stream.text).toMatch(/^retry: 2000\n\n/);
    const names = ['content-type', 'cache-control', 'x-accel-buffering', 'x-content-type-options'];
    expect(names.map((name) => stream.headers.get(name))).toEqual([
      'text/event-stream; charset=utf-8',
      'no-store',
      'no',
      'nosniff',
    ]);
  });
});

describe('a stream of hints', () => {
  it('ends at once when the session is ended by somebody else', async () => {
    const { account, admin, stream } = await listening();
    const bea = await join(account, admin, `bea@${account.slug}.example`, 'member');
    const theirs = await bea.session.listen();
    expect((await admin.send('DELETE', `/users/${bea.id}/sessions`)).status).toBe(200);
    await theirs.until('bye', ({ event, data }) => event === 'bye' && data.why === 'session-ended');
    await eventually(() => theirs.ended, 'the stream is over');
    expect(stream.ended).toBe(false);
  });

  it('ends when the person becomes inactive, and when they get other rights', async () => {
    const { account, admin } = await listening();
    const [bea, cy] = [
      await join(account, admin, `bea@${account.slug}.example`, 'member'),
      await join(account, admin, `cy@${account.slug}.example`, 'member'),
    ];
    const [ofBea, ofCy] = [await bea.session.listen(), await cy.session.listen()];
    expect((await admin.patch(`/users/${bea.id}`, { active: false })).status).toBe(200);
    expect((await admin.patch(`/users/${cy.id}`, { userType: 'viewer' })).status).toBe(200);
    await ofBea.until('bye', ({ event, data }) => event === 'bye' && data.why === 'session-ended');
    await ofCy.until('bye', ({ event, data }) => event === 'bye' && data.why === 'rights-changed');
  });

  it('is refused where a session or an account has as many as it may', async () => {
    const { account, admin, stream } = await listening(second.url);
    open.push(await admin.listen(second.url));
    await expect(admin.listen(second.url)).rejects.toThrow(
      /^429 .*"code":"too-many-streams".*"limit":"session","most":2/,
    );
    const again = await signIn(account, account.adminEmail, account.adminPassword);
    open.push(await again.listen(second.url));
    await expect(again.listen(second.url)).rejects.toThrow(/"limit":"account","most":3/);
    stream.close();
    open.push(await eventually(() => again.listen(second.url), 'a place is free again'));
    expect(password).not.toBe(account.adminPassword);
  });

  it('goes on while its gateway drains, then says bye, ends, and leaves no group on the brokers', async () => {
    const { process, url } = await ownWorkspaceGateway(folder, 'hints-that-stop', { DRAIN_SECONDS: '1' });
    const { stream } = await listening(url);
    const kafka = (await Caller.of(folder, 'ops-cli')).kafka();
    const groups = async () => {
      const client = kafka.admin();
      await client.connect();
      try {
        return (await client.listGroups()).groups.map(({ groupId }) => groupId);
      } finally {
        await client.disconnect();
      }
    };
    const ofIt = async () =>
      (await groups()).filter((group) => group.startsWith('rollcall.watch.workspace-gateway.hints-that-stop.'));
    expect(await ofIt()).toHaveLength(1);
    const began = performance.now();
    await process.stop();
    const { at } = await stream.until('bye', ({ event, data }) => event === 'bye' && data.why === 'shutdown');
    await eventually(() => stream.ended, 'the stream is over');
    expect(at - began).toBeGreaterThan(900);
    expect(await ofIt()).toEqual([]);
  }, 60_000);

  it('has a comment each 15 s, where nothing is told too', async () => {
    const isComment = ({ event }: StreamEvent) => event === 'comment';
    const sinceComment = () => silent.events.slice(silent.events.findIndex(isComment));
    await eventually(() => sinceComment().length > 1, 'two comments', { within: 35_000 });
    const [first, second] = sinceComment();
    if (!first || !second) throw new Error('there are no two');
    expect([first, second].every(isComment)).toBe(true);
    expect(second.at - first.at).toBeGreaterThan(10_000);
    expect(second.at - first.at).toBeLessThan(20_000);
  }, 40_000);
});
