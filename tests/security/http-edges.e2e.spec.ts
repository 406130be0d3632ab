import { connect } from 'node:net';
import { UserQueries } from '@rollcall/contracts';
import { eventually } from '@rollcall/testing';
import { expect, it } from 'vitest';
import { Caller } from '../support/callers.js';
import { stack } from '../support/stack.js';

const { gateways, workspaceUrl, stackFile, folder, newAccount } = await stack();
const account = await newAccount();
const scimUrl = gateways[0] ?? '';
const portOf = (url: string) => Number(new URL(url).port);

/** A connection on which a client writes what it likes, and what comes back. */
function open(url: string, text: string) {
  const began = performance.now();
  const client = { received: '', closedAfterMs: 0, drip: (bytes: string) => void socket.write(bytes) };
  const socket = connect({ port: portOf(url), host: '127.0.0.1' }, () => socket.write(text));
  socket.setEncoding('utf8').on('data', (chunk: string) => (client.received += chunk));
  socket.on('error', () => undefined).on('close', () => (client.closedAfterMs = performance.now() - began));
  return client;
}

it('every answer of both public ports tells browsers to store, guess and frame nothing', async () => {
  const json = { 'content-type': 'application/json' };
  const asked: [string, RequestInit, number][] = [
    [`${scimUrl}/Users`, { headers: { authorization: `Bearer ${account.token}` } }, 200],
    [`${scimUrl}/Users`, {}, 401],
    [`${scimUrl}/%zz`, { headers: { authorization: `Bearer ${account.token}` } }, 400],
    [`${workspaceUrl}/openapi.json`, {}, 200],
    [`${workspaceUrl}/me`, {}, 401],
    [`${workspaceUrl}/sessions`, { method: 'POST', headers: json, body: 'x'.repeat(200_000) }, 413],
  ];
  for (const [url, init, status] of asked) {
    const answer = await fetch(url, init);
    expect([url, answer.status]).toEqual([url, status]);
    expect([url, Object.fromEntries(answer.headers)]).toEqual([
      url,
      expect.objectContaining({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      }),
    ]);
  }
  const docs = await fetch(`${workspaceUrl}/docs`);
  expect(docs.headers.get('content-security-policy')).toMatch(/base-uri 'none'.*frame-ancestors 'none'/);
});

it('a request with two Hosts is refused', async () => {
  for (const url of [scimUrl, workspaceUrl]) {
    const client = open(url, 'GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\nconnection: close\r\n\r\n');
    await eventually(() => client.received.startsWith('HTTP/1.1 400 '), 'the answer is 400');
  }
});

it('ten seconds are ten seconds, for headers and bodies, on public and internal ports', async () => {
  const head = 'GET /x HTTP/1.1\r\nhost: x\r\n';
  const post = (path: string, header: string) =>
    `POST ${path} HTTP/1.1\r\nhost: x\r\n${header}content-type: application/json\r\ncontent-length: 900\r\n\r\n`;
  const internal = stackFile.services.find(({ name }) => name.startsWith('user-service'))?.url ?? '';
  const { part, secret } = await Caller.of(folder, 'scim-gateway');
  const caller = `authorization: Basic ${Buffer.from(`${part}:${secret}`).toString('base64')}\r\n`;
  const slow = {
    scimHeaders: open(scimUrl, head),
    workspaceHeaders: open(workspaceUrl, head),
    internalHeaders: open(internal, head),
    scimBody: open(scimUrl, post('/scim/v2/Users', `authorization: Bearer ${account.token}\r\n`)),
    workspaceBody: open(workspaceUrl, post('/api/sessions', '')),
    internalBody: open(internal, post(UserQueries.search.path, caller)),
    withoutToken: open(scimUrl, post('/scim/v2/Users', '')),
  };
  const dripping = setInterval(() => {
    for (const [name, client] of Object.entries(slow)) {
      if (client.closedAfterMs === 0) client.drip(name.endsWith('Headers') ? 'x: y\r\n' : ' ');
    }
  }, 500);
  const all = Object.values(slow);
  await eventually(() => all.every(({ closedAfterMs }) => closedAfterMs > 0), 'all are closed', { within: 20_000 });
  clearInterval(dripping);
  const { withoutToken, ...others } = slow;
  for (const [name, { closedAfterMs }] of Object.entries(others)) {
    expect([name, closedAfterMs > 8_500 && closedAfterMs < 14_000]).toEqual([name, true]);
  }
  expect([slow.scimBody, slow.workspaceBody].map(({ received }) => received.slice(9, 12))).toEqual(['408', '408']);
  expect(withoutToken.received).toMatch(/^HTTP\/1\.1 401 [^]*connection: close/i);
  expect(withoutToken.closedAfterMs).toBeLessThan(8_000);
});
