import { eventually } from '@rollcall/testing';
import { expect, it } from 'vitest';
import { stack } from '../support/stack.js';

const { newAccount, ops, stackFile } = await stack();

it('the audit log of an account is proved within seconds of what happened in it', async () => {
  const account = await newAccount();
  await account.scim.create('ann@acme.example');
  const proved = await eventually(
    () => ops('audit', 'verify', account.slug).catch(() => undefined),
    'the log is signed',
    { within: 15_000, every: 500 },
  );
  expect(proved).toMatchObject({ account: account.id, class: 'changes', from: 1 });
  const audits = stackFile.services.filter(({ name }) => name.startsWith('audit-service'));
  for (const { url } of audits) {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const seconds = /^rollcall_audit_unsigned_seconds\S* (\S+)$/m.exec(metrics)?.[1];
    expect(Number(seconds)).toBeLessThan(60);
  }
});
