import { Topics, type AuditEntryRecord, type AuditEntryView } from '@rollcall/contracts';
import { eventually, startReceiver, verified, type ReceivedMessage } from '@rollcall/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { brokenStack } from '../support/broken-stack.js';
import { openStack } from '../support/stack.js';
import { workspaceAt } from '../support/workspace.js';
import type { WorkspaceSession } from '../support/workspace-session.js';

// A part of tests/system/broken-stack.e2e.spec.ts: what sends entries outward is killed while it does.
const soon = { within: 90_000, every: 300 };

const open = await openStack(brokenStack.folder);
const receiver = await startReceiver();
afterAll(() => receiver.close());

interface Stream {
  readonly id: string;
  readonly state: string;
  readonly behind: number;
  readonly sentence: string;
}
type Body = { readonly data: { readonly entries: AuditEntryView[] } };

const entriesIn = ({ body }: ReceivedMessage) => (JSON.parse(body) as Body).data.entries;
/** Each once, in the order in which they came first. */
const once = (all: readonly { readonly id: string; readonly seq: number }[]) => [
  ...new Map(all.map((each) => [each.id, each])).values(),
];
const range = (to: number) => Array.from({ length: to }, (_, n) => n + 1);

const streamOf = async (admin: WorkspaceSession): Promise<Stream | undefined> =>
  ((await admin.get('/audit/streams')).body as { items: Stream[] }).items[0];
const newest = async (admin: WorkspaceSession): Promise<AuditEntryView> =>
  ((await admin.get('/audit/entries?limit=1')).body as { entries: [AuditEntryView] }).entries[0];

/** What the topic has of a log, in its order. */
async function onTopic(accountId: string, log: string): Promise<AuditEntryRecord[]> {
  const lines = (await open.dumpTopics(Topics.auditEntries)).split('\n').filter((line) => line.startsWith(accountId));
  const entries = lines.map((line) => JSON.parse(line.slice(line.lastIndexOf('} {"') + 2)) as AuditEntryRecord);
  return entries.filter((entry) => entry.log === log);
}

async function metric(name: string): Promise<string> {
  const audits = open.stackFile.services.filter((service) => service.name.startsWith('audit-service'));
  const texts = await Promise.all(audits.map(async ({ url }) => (await fetch(`${url}/metrics`)).text()));
  return texts
    .join('\n')
    .split('\n')
    .filter((line) => line.startsWith(name))
    .join('\n');
}

describe('the audit log, sent outward', { timeout: 240_000 }, () => {
  it('reaches a receiver that answers 500 for a time, and its topic, once and in order, whoever is killed meanwhile', async () => {
    const { adminOf } = workspaceAt(open.workspaceUrl);
    const account = await open.newAccount();
    const admin = await adminOf(account);
    receiver.answer = (response) => response.writeHead(500).end();
    const made = await admin.post('/audit/streams', { url: `${receiver.url}/log`, from: 'beginning' });
    expect(made.status).toBe(201);
    const { stream, secret } = made.body as { stream: Stream; secret: string };
    const failing = await eventually(
      async () => {
        const { body } = await admin.get('/audit/entries?type=audit.stream-failing');
        expect((body as { entries: unknown[] }).entries).toHaveLength(1);
        return streamOf(admin);
      },
      'the log says that the stream fails',
      soon,
    );
    expect(failing).toMatchObject({ id: stream.id, state: 'failing' });
    expect(failing?.sentence).toMatch(/^Nothing was taken since .*answered 500.*goes on where it was\.$/);
    expect(await metric('rollcall_audit_streams{')).toMatch(/state="failing".*} 1/);
    expect(await metric('rollcall_audit_stream_failing_seconds')).toMatch(/} [1-9]/);
    expect(await open.ops('audit', 'streams', account.slug)).toMatchObject([{ state: 'failing', status: 500 }]);

    // What was answered 500 was not taken: only what comes from here on counts.
    const refused = receiver.received.length;
    receiver.answer = (response) => response.end();
    const taken = () => receiver.received.slice(refused);
    const audits = open.stackFile.services.filter(({ name }) => name.startsWith('audit-service'));
    for (let n = 0; n < 60; n += 1) {
      expect((await account.scim.create(`p${n}@outward.example`)).status).toBe(201);
      const victim = audits[[20, 40].indexOf(n)];
      if (victim) process.kill(victim.pid, 'SIGKILL');
    }
    await eventually(
      async () => {
        const { body } = await admin.get('/audit/entries?type=user.created&about=p59@outward.example');
        expect((body as { entries: unknown[] }).entries).toHaveLength(1);
        const sending = await streamOf(admin);
        expect(sending).toMatchObject({ state: 'delivering', behind: 0 });
        return sending;
      },
      'all was sent',
      soon,
    );

    const { seq } = await newest(admin);
    await eventually(
      () => expect(once(taken().flatMap(entriesIn)).map((entry) => entry.seq)).toEqual(range(seq)),
      'the receiver has each entry, in order',
      soon,
    );
    expect(receiver.received.filter((message) => !verified(message, secret))).toEqual([]);
    await eventually(
      async () => expect(once(await onTopic(account.id, 'changes')).map((entry) => entry.seq)).toEqual(range(seq)),
      'the topic has each entry, in order',
      soon,
    );
    const everywhere = [await open.dumpTopics(), await open.dumpDatabases(), await open.dumpLogs()].join('\n');
    expect(everywhere).toContain(stream.id);
    expect(everywhere).not.toContain(secret.slice('whsec_'.length));
  });

  it('leads to no private address, is tested, paused and deleted by admins, and is not seen by others', async () => {
    const { adminOf, join } = workspaceAt(open.workspaceUrl);
    const [account, other] = await Promise.all([open.newAccount(), open.newAccount()]);
    const [admin, outsider] = await Promise.all([adminOf(account), adminOf(other)]);
    for (const url of ['https://169.254.169.254/', 'https://10.0.0.1/', 'syslog+tls://10.0.0.1:6514']) {
      const refused = await admin.post('/audit/streams', { url });
      expect([refused.status, refused.body.code]).toEqual([422, 'audit-stream-invalid']);
    }
    const { body } = await admin.post('/audit/streams', { url: receiver.url });
    const { stream } = body as { stream: Stream };
    expect((await admin.post(`/audit/streams/${stream.id}/test`)).body).toMatchObject({ delivered: true });
    const paused = await admin.send('PATCH', `/audit/streams/${stream.id}`, { paused: true });
    expect(paused.body).toMatchObject({ state: 'paused' });
    for (const path of [`/audit/streams/${stream.id}`, '/audit/streams/01890a5d-ac96-774b-bcce-b302099a8057'])
      expect((await outsider.get(path)).status).toBe(404);
    expect((await outsider.get('/audit/streams')).body).toEqual({ items: [] });
    const { session } = await join(account, admin, 'member@acme.example', 'member');
    expect((await session.get('/audit/streams')).status).toBe(403);
    expect((await admin.send('DELETE', `/audit/streams/${stream.id}`)).status).toBe(204);
    expect((await admin.get('/audit/streams')).body).toEqual({ items: [] });
    const acts = (await admin.get('/audit/entries?type=audit.*&order=asc')).body as { entries: AuditEntryView[] };
    expect(acts.entries.map(({ type }) => type)).toEqual([
      'audit.stream-created',
      'audit.stream-tested',
      'audit.stream-changed',
      'audit.stream-removed',
    ]);
    expect(acts.entries[0]?.sentence).toMatch(/had the log sent to a receiver \(webhook, from now\)\.$/);
  });
});
