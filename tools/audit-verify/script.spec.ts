import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MemoryInstallation, account } from '../../libs/audit-proof/test/memory-installation.ts';
import { bundleVerifier } from './bundle.js';

const installation = new MemoryInstallation();
for (let n = 1; n <= 300; n++) installation.append({ type: 'user.updated', version: n });
installation.checkpoint();
const key = installation.signers[0]?.verifier.verifierKey ?? '';

/** Outside of the repository: there is nothing that the script could import. */
let folder: string;
let lines: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-audit-verify-'));
  await bundleVerifier(join(folder, 'rollcall-audit-verify.mjs'));
  lines = await installation.export();
});
afterAll(() => rm(folder, { recursive: true }));

async function run(file: readonly string[], ...options: readonly string[]) {
  await writeFile(join(folder, 'export.ndjson'), `${file.join('\n')}\n`);
  return script('export.ndjson', ...options);
}

function script(...options: readonly string[]) {
  const args = ['rollcall-audit-verify.mjs', ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

test('the script alone says what an export proves', async () => {
  await writeFile(join(folder, 'anchor.txt'), installation.sign());
  expect(await run(lines, '--key', key, '--anchor', 'anchor.txt')).toEqual({
    status: 0,
    output: expect.stringMatching(
      `^PROVED. Of account ${account}, changes: entries 1 to 300 are what was logged, and all of them.\n.*\nThe anchor at 4 is a beginning of it, and knew the first 300`,
    ),
  });
});

test('it takes the key from a file, and names the first wrong entry', async () => {
  await writeFile(join(folder, 'key.txt'), `${key}\n`);
  const wrong = lines.map((line) => line.replace('"version":7}', '"version":8}'));
  expect(await run(wrong, '--key', 'key.txt')).toEqual({
    status: 1,
    output: 'NOT PROVED. Entry 7 is not what was logged.\n',
  });
});

test('it compares an export with what was logged', async () => {
  const rows = [7, 9].map((seq) => JSON.stringify({ seq, type: 'user.updated', version: seq }));
  await writeFile(join(folder, 'rows.ndjson'), `${rows.join('\n')}\n`);
  const all = ['--key', key, '--export', 'rows.ndjson'];
  expect(await run(lines, ...all)).toEqual({
    status: 0,
    output: expect.stringContaining('The export says of 2 of these entries what was logged.'),
  });
  await writeFile(join(folder, 'rows.ndjson'), rows.join('\n').replace('"version":9', '"version":8'));
  expect(await run(lines, ...all)).toEqual({
    status: 1,
    output: 'NOT PROVED. The export says of entry 9 another "version" than was logged.\n',
  });
});

test('it takes for the end of a line what the file does, and not a line separator that a client has sent', async () => {
  const speaking = new MemoryInstallation();
  speaking.append({ type: 'scim.request-answered', detail: 'one\u2028two\u2029three' });
  speaking.checkpoint();
  const theirs = ['--key', speaking.signers[0]?.verifier.verifierKey ?? ''];
  const file = await speaking.export();
  expect(await run(file, ...theirs)).toMatchObject({ status: 0 });
  const row = JSON.stringify({ seq: 1, type: 'scim.request-answered', sentence: 'one\u2028two' });
  await writeFile(join(folder, 'rows.ndjson'), `${row.replace('}', ',"detail":"one\u2028two\u2029three"}')}\r\n`);
  expect(await run(file, ...theirs, '--export', 'rows.ndjson')).toMatchObject({ status: 0 });
});

test('it says how it is used', async () => {
  for (const options of [[], ['--key', 'none'], ['--key', key, '--anchor', 'none'], ['--what', 'else']])
    expect(await run(lines, ...options)).toMatchObject({ status: 2, output: expect.stringContaining('Usage:') });
  expect(script('exprot.ndjson', '--key', key).output).toMatch(/^exprot\.ndjson does not exist\./);
  expect(script('one.ndjson', 'other.ndjson', '--key', key).output).toMatch(/^One file is verified at a time\./);
  expect(await run(['{}'], '--key', key)).toMatchObject({ status: 1, output: expect.stringContaining('Line 1') });
});
