import type { AuditEntryView } from '@rollcall/contracts';
import { eventually } from '@rollcall/testing';
import { describe, expect, it } from 'vitest';
import { brokenStack } from '../support/broken-stack.js';
import { openStack } from '../support/stack.js';
import { pushGroup, workspaceAt } from '../support/workspace.js';

// A part of tests/system/broken-stack.e2e.spec.ts: its Kafka stops.
const open = await openStack(brokenStack.folder);
const soon = { within: 60_000, every: 300 };

interface Entries {
  readonly entries: readonly (AuditEntryView & { readonly detail?: { readonly act?: string } })[];
}

describe('while Kafka is away', { timeout: 240_000 }, () => {
  it('an operator searches the log, reads a request and has a membership explained; each look is in the log, once', async () => {
    const { ops } = open;
    const account = await open.newAccount();
    const admin = await workspaceAt(open.workspaceUrl).adminOf(account);
    const { body: ann } = await account.scim.create('ann@away.example');
    await pushGroup(account.scim, 'Design', [ann.id as string]);
    const { slug } = account;
    await eventually(
      async () => {
        const { body } = await admin.get('/audit/entries?type=team.members-added');
        return (body as Entries).entries.length === 1;
      },
      'the log has the member',
      soon,
    );
    const [{ requestId = '' }] = ((await admin.get('/audit/entries?type=user.created&by=directory')).body as Entries)
      .entries as [AuditEntryView];
    const kafka = open.stackFile.servers.find(({ name }) => name === 'kafka');
    if (!kafka) throw new Error('kafka does not run');
    process.kill(kafka.pid, 'SIGSTOP');
    try {
      expect(((await ops('audit', 'search', slug, 'type:user.created')) as Entries).entries.length).toBeGreaterThan(0);
      expect(await ops('audit', 'story', slug, requestId)).toMatchObject({ requestId });
      const explained = await ops('audit', 'explain', 'membership', slug, 'Design', 'ann@away.example');
      expect(explained).toMatchObject({ explanation: { isIn: true } });
    } finally {
      process.kill(kafka.pid, 'SIGCONT');
    }
    await eventually(
      async () => (await account.scim.create(`back${Date.now()}@away.example`)).status === 201,
      'Kafka is back',
      { ...soon, within: 120_000 },
    );
    await ops('audit', 'search', slug); // its record goes by Kafka, behind those that came late
    await eventually(
      async () => {
        const { entries } = (await admin.get('/audit/entries?log=reads&by=operator')).body as Entries;
        const look = { actor: { kind: 'operator' }, detail: { act: 'audit-searched' } };
        expect(entries).toMatchObject([look, look, look, look]);
        return true;
      },
      'the log has four looks',
      soon,
    );
  });
});
