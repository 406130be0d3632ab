import { connect } from 'node:net';
import { OpsQueries, SessionQueries, UserQueries } from '@rollcall/contracts';
import { afterAll, describe, expect, it } from 'vitest';
import { Caller } from '../support/callers.js';
import { stack } from '../support/stack.js';

const { newAccount, folder, stackFile } = await stack();
const account = await newAccount();
const edge = await Caller.of(folder, 'scim-gateway');
const users = edge.http('user-service');
const teams = edge.http('team-service');
afterAll(() => Promise.all([users.close(), teams.close()]));

const denied = { name: 'ServiceUnavailable', reason: 'bad-answer', status: 403 };
const { id: accountId, adminEmail: userName, adminPassword: password } = account;

describe("the SCIM edge's secret", () => {
  it('checks no password, and starts no session', async () => {
    await expect(users.ask(UserQueries.checkPassword, { accountId, userName, password })).rejects.toMatchObject(denied);
    const signIn = { account: account.slug, userName, password };
    await expect(users.ask(SessionQueries.start, signIn as never)).rejects.toMatchObject(denied);
  });

  it('reaches nothing that operators do', async () => {
    await expect(users.ask(OpsQueries.outbox, {})).rejects.toMatchObject(denied);
    await expect(teams.ask(OpsQueries.parked, {})).rejects.toMatchObject(denied);
  });
});

describe('an internal port', () => {
  it('answers before the body is there where nobody it knows asks, and hangs up', async () => {
    const { url } = stackFile.services.find(({ name }) => name.startsWith('user-service')) ?? { url: '' };
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    const answer = new Promise<string>((done) => {
      let text = '';
      socket.on('data', (bytes) => void (text += bytes.toString()));
      socket.on('close', () => done(text));
    });
    socket.write(
      `POST ${UserQueries.lookUps.path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{`,
    );
    expect(await answer).toMatch(/^HTTP\/1.1 401 /);
  });
});
