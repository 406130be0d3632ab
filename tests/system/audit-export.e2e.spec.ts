import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '@rollcall/testing';
import { afterAll, expect, it } from 'vitest';
import { bundleVerifier } from '../../tools/audit-verify/bundle.js';
import { stack } from '../support/stack.js';
import { pushGroup, workspaceAt } from '../support/workspace.js';

const { newAccount, workspaceUrl, ops } = await stack();
const { adminOf } = workspaceAt(workspaceUrl);
const folder = await mkdtemp(join(tmpdir(), 'rollcall-export-'));
afterAll(() => rm(folder, { recursive: true }));
const run = promisify(execFile);

it('an export by an audit token goes on where it ended, and is proved offline without the installation (rule 28)', async () => {
  const account = await newAccount();
  const admin = await adminOf(account);
  const { body } = await admin.post('/audit/tokens', { name: 'SIEM' });
  const read = async (query: string): Promise<string[]> => {
    const headers = { authorization: `Bearer ${body.secret as string}` };
    const answer = await fetch(`${workspaceUrl}/audit/export?${query}`, { headers });
    expect([query, answer.status]).toEqual([query, 200]);
    return (await answer.text()).split('\n').slice(0, -1);
  };
  const seqOf = (line: string) => (JSON.parse(line) as { seq: number }).seq;
  const people = [];
  for (const name of ['ann', 'bo', 'cy']) people.push((await account.scim.create(`${name}@acme.example`)).body.id);
  await pushGroup(account.scim, 'Design', people.slice(0, 2));
  const first = await eventually(async () => {
    const lines = await read('format=ndjson');
    return lines.filter((line) => line.includes('"user.created"')).length >= 4 && lines;
  }, 'the creations are exported');
  const last = seqOf((first || []).at(-1) ?? '');
  await account.scim.create('di@acme.example');
  const more = await eventually(async () => {
    const lines = await read(`format=ndjson&after=${last}`);
    return lines.some((line) => line.includes('"user.created"')) && lines;
  }, 'what came since is exported');
  expect(seqOf((more || [])[0] ?? '')).toBe(last + 1);
  const ocsf = await read('format=ocsf&type=user.created');
  expect(ocsf.map((line) => (JSON.parse(line) as { type_uid: number }).type_uid)).toContain(300_101);

  const named = await eventually(async () => {
    const lines = await read('format=ndjson');
    return lines.some((line) => line.includes('"others":[')) && lines;
  }, 'who was added to the team is exported with the name');
  const csv = await read('format=csv');
  const end = Number(csv.at(-1)?.split(',')[0]);
  const proof = await eventually(
    async () => {
      const lines = await read('format=proof');
      return lines.some((line) => line.startsWith(`{"seq":${end},`)) && lines;
    },
    'the export is covered by a signed root',
    { within: 40_000, every: 500 },
  );
  const { key } = (await ops('audit', 'checkpoint')) as { key: string };
  const at = (name: string) => join(folder, name);
  await bundleVerifier(at('verify.mjs'));
  await Promise.all([
    writeFile(at('proof.ndjson'), `${(proof || []).join('\n')}\n`),
    writeFile(at('export.csv'), `${csv.join('\n')}\n`),
    writeFile(at('export.ndjson'), `${(named || []).join('\n')}\n`),
  ]);
  const verify = (file: string) =>
    run(process.execPath, ['verify.mjs', 'proof.ndjson', '--key', key, '--export', file], { cwd: folder });
  const provedOf = (count: number) => `The export says of ${count} of these entries what was logged.`;
  expect((await verify('export.csv')).stdout).toContain(provedOf(csv.length - 1));
  expect((await verify('export.ndjson')).stdout).toContain(provedOf((named || []).length));
  const text = await readFile(at('export.csv'), 'utf8');
  await writeFile(at('export.csv'), text.replace('user.created,done', 'user.deleted,done'));
  await expect(verify('export.csv')).rejects.toMatchObject({
    stderr: expect.stringContaining('another "type"') as string,
  });
});

it('an operator holds a log, which is told in it (rule 28)', async () => {
  const account = await newAccount();
  const admin = await adminOf(account);
  const held = (await ops('audit', 'hold', account.slug)) as { accountId: string }[];
  expect(held.map(({ accountId }) => accountId)).toContain(account.id);
  const entry = await eventually(async () => {
    const { body } = await admin.get('/audit/entries?type=operator.acted');
    return (body.entries as { sentence: string }[])[0];
  }, 'the hold is an entry');
  expect(entry?.sentence).toContain('had the audit log of the account held');
  const left = (await ops('audit', 'hold', account.slug, '--end')) as { accountId: string }[];
  expect(left.map(({ accountId }) => accountId)).not.toContain(account.id);
});
