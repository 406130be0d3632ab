import { connect } from 'node:net';
import { eventually } from '@rollcall/testing';
import { Client } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { ownWorkspaceGateway } from '../support/own-workspace-gateway.js';
import { stack } from '../support/stack.js';
import { WorkspaceSession } from '../support/workspace-session.js';

const { newAccount, folder, lockTeam, env } = await stack();
const account = await newAccount();
const [atOnce, draining] = await Promise.all([
  ownWorkspaceGateway(folder, 'ends-at-once', { DRAIN_SECONDS: '0' }),
  ownWorkspaceGateway(folder, 'drains', { DRAIN_SECONDS: '3' }),
]);
afterAll(() => Promise.all([atOnce.process.kill(), draining.process.kill()]));

/** Whether a port takes a connection; none that was open before is used. */
function takesConnections(url: string): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('connect', () => answer(true)).on('error', () => answer(false));
    socket.on('connect', () => socket.destroy());
  });
}

/** Ends when a transaction of team-service waits for a row. */
async function untilSomebodyWaits(): Promise<void> {
  const client = new Client({ connectionString: env['TEAM_SERVICE_MIGRATION_DATABASE_URL'] });
  await client.connect();
  try {
    const waits = `SELECT FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')`;
    await eventually(async () => (await client.query(waits)).rowCount, 'team-service waits for the team');
  } finally {
    await client.end();
  }
}

const adminAt = (url: string) => WorkspaceSession.signIn(url, account.slug, account.adminEmail, account.adminPassword);

describe('a gateway that is told to stop', () => {
  it('with DRAIN_SECONDS=0 takes no new connection, and still answers what is under way', async () => {
    const admin = await adminAt(atOnce.url);
    const { id } = await account.createTeam('Crew');
    const letGo = await lockTeam(id);
    const renamed = admin.patch(`/teams/${id}`, { displayName: 'Watch' });
    await untilSomebodyWaits();
    const stopped = atOnce.process.stop();
    await eventually(async () => !(await takesConnections(atOnce.url)), 'new connections are refused');
    await letGo();
    const { status, body, headers } = await renamed;
    expect([status, body.displayName, headers.get('connection')]).toEqual([200, 'Watch', 'close']);
    await stopped;
    expect(atOnce.process.outcome).toBe('exit code 0');
  });

  it('serves on for DRAIN_SECONDS, not ready, and says in each answer that the connection closes', async () => {
    const admin = await adminAt(draining.url);
    expect((await admin.get('/me')).headers.get('connection')).not.toBe('close');
    const began = performance.now();
    const stopped = draining.process.stop();
    const ready = `${draining.internalUrl}/health/ready`;
    await eventually(async () => (await fetch(ready)).status === 503, 'it is not ready any more', { every: 20 });
    for (const answer of [await admin.get('/me'), await WorkspaceSession.nobody(draining.url).get('/me')])
      expect([[200, 401].includes(answer.status), answer.headers.get('connection')]).toEqual([true, 'close']);
    await stopped;
    expect(performance.now() - began).toBeGreaterThan(2_900);
    expect(await takesConnections(draining.url)).toBe(false);
  });
});
