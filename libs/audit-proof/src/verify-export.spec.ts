import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { generateSignerKey, parseSignerKey } from '@rollcall/transparency-log';
import { MemoryInstallation, account, asAsync, origin } from '../test/memory-installation.js';
import { entryLeafHash, signSuccession, strike, verifyExport, type NotProved } from './index.js';

const newSigner = () => parseSignerKey(generateSignerKey(origin));
const salt = Buffer.alloc(32, 7).toString('base64');
const fieldsOf = (n: number) => ({
  type: 'user.updated',
  actor: { id: `a${n % 7}` },
  detail: { text: `text ${n}`, salt },
});

function installationOf(entries: number): MemoryInstallation {
  const installation = new MemoryInstallation();
  for (let n = 1; n <= entries; n++) installation.append(fieldsOf(n));
  installation.checkpoint();
  return installation;
}

const verify = (lines: readonly string[], { signers }: MemoryInstallation, anchors: readonly string[] = []) => {
  const [signer] = signers;
  if (!signer) throw new Error('Nobody signs.');
  return verifyExport(asAsync(lines), { key: signer.verifier, anchors });
};
const refusal = (lines: readonly string[], installation: MemoryInstallation): Promise<NotProved> =>
  verify(lines, installation).then(
    () => expect.unreachable('This file was taken for proved.'),
    (error: NotProved) => error,
  );

const seqOf = (line: string) => (JSON.parse(line) as { seq?: number }).seq;
const lineOf = (lines: readonly string[], seq: number) => lines.findIndex((line) => seqOf(line) === seq);

test.each([0, 1, 2, 255, 256, 257, 700])('the log of %i entries is proved', async (entries) => {
  const installation = installationOf(entries);
  expect(await verify(await installation.export(), installation)).toMatchObject({ account, from: 1, to: entries });
});

test.each([1, 2, 200, 257, 300, 601])('what is left of 600 entries from %i on is proved', async (from) => {
  const installation = installationOf(600);
  const lines = await installation.export({ from });
  expect(await verify(lines, installation)).toMatchObject({ from, to: 600 });
});

describe('a log of 700 entries that somebody has changed', () => {
  const installation = installationOf(700);
  let lines: string[];
  beforeAll(async () => {
    lines = await installation.export();
  });

  test.each([1, 256, 300, 699, 700])('a byte of entry %i', async (seq) => {
    const at = lineOf(lines, seq);
    const changed = lines.with(at, lines[at]?.replace('user.updated', 'user.updatef') ?? '');
    expect(await refusal(changed, installation)).toMatchObject({ entries: { from: seq, to: seq } });
  });

  test.each([1, 300, 512])('entry %i is deleted', async (seq) => {
    const without = lines.toSpliced(lineOf(lines, seq), 1);
    expect(await refusal(without, installation)).toMatchObject({ entries: { from: seq, to: seq } });
  });

  test('one is inserted, and those behind it are renumbered', async () => {
    const behind = lines.map((line) =>
      (seqOf(line) ?? 0) > 300 ? line.replace(/"seq":(\d+)/, (_, n) => `"seq":${Number(n) + 1}`) : line,
    );
    const [one = ''] = lines.filter((line) => seqOf(line) === 300);
    behind.splice(lineOf(lines, 300) + 1, 0, one.replace('"seq":300', '"seq":301'));
    expect(await refusal(behind, installation)).toMatchObject({ entries: { from: 301, to: 301 } });
  });

  test('one is inserted with a number that is there already', async () => {
    const [one = ''] = lines.filter((line) => seqOf(line) === 300);
    const twice = lines.toSpliced(lineOf(lines, 300), 0, one);
    expect(await refusal(twice, installation)).toMatchObject({
      message: 'Entry 300 comes again.',
      entries: { from: 300 },
    });
  });

  test('two are swapped, with their numbers and without', async () => {
    const [a, b] = [lineOf(lines, 300), lineOf(lines, 310)];
    const swapped = lines.with(a, lines[b] ?? '').with(b, lines[a] ?? '');
    expect(await refusal(swapped, installation)).toMatchObject({ entries: { from: 300, to: 300 } });
    const renumbered = swapped
      .with(a, swapped[a]?.replace('"seq":310', '"seq":300') ?? '')
      .with(b, swapped[b]?.replace('"seq":300', '"seq":310') ?? '');
    expect(await refusal(renumbered, installation)).toMatchObject({ entries: { from: 300, to: 300 } });
  });

  test('all from 500 on are gone', async () => {
    const rolledBack = lines.filter((line) => (seqOf(line) ?? 0) < 500);
    expect(await refusal(rolledBack, installation)).toMatchObject({ entries: { from: 500, to: 700 } });
  });

  test('the first of several is named', async () => {
    const at = lineOf(lines, 20);
    const changed = lines.with(at, lines[at]?.replace('text 20', 'text 21') ?? '').toSpliced(lineOf(lines, 300), 1);
    expect(await refusal(changed, installation)).toMatchObject({ entries: { from: 20, to: 20 } });
  });

  /** The file with another entry, and its leaf in its tile. */
  function rewritten(seq: number): string[] {
    const entry = { seq, fields: fieldsOf(seq + 1) };
    const path = seq > 512 ? 'tile/0/002.p/188' : `tile/0/00${Math.floor((seq - 1) / 256)}`;
    const at = lines.findIndex((line) => line.startsWith(`{"tile":"${path}"`));
    const { hashes } = JSON.parse(lines[at] ?? '') as { hashes: string };
    const bytes = Buffer.from(hashes, 'base64');
    entryLeafHash(entry).copy(bytes, ((seq - 1) % 256) * 32);
    const tile = JSON.stringify({ tile: path, hashes: bytes.toString('base64') });
    return lines.with(at, tile).with(lineOf(lines, seq), JSON.stringify(entry));
  }

  test('with its hash in the tile: the block of 256 is named', async () => {
    expect(await refusal(rewritten(300), installation)).toMatchObject({ entries: { from: 257, to: 512 } });
  });

  test('with all tiles up to the root: something is wrong, and where is not known', async () => {
    expect(await refusal(rewritten(650), installation)).toMatchObject({ entries: { from: 1, to: 700 } });
    const without = rewritten(300).filter((line) => !line.startsWith('{"tile":"tile/1/'));
    expect(await refusal(without, installation)).toMatchObject({ entries: { from: 1, to: 700 } });
  });

  test.each(['tile/0/001', 'tile/0/002.p/188', 'tile/1/000.p/2'])(
    '%s is another, the entries are right',
    async (path) => {
      const at = lines.findIndex((line) => line.startsWith(`{"tile":"${path}"`));
      const other = lines.with(at, lines[at]?.replace(/"hashes":"../, '"hashes":"xx') ?? '');
      for (const changed of [other, lines.toSpliced(at, 1)])
        expect(await refusal(changed, installation)).toMatchObject({
          message: expect.stringMatching(/^The entries are what was logged/),
          entries: undefined,
        });
    },
  );

  test('no changed character passes', async () => {
    const small = installationOf(3);
    const text = (await small.export({ from: 2 })).join('\n');
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: text.length - 1 }), fc.integer({ min: 1, max: 94 }), async (at, by) => {
        const changed = String.fromCharCode(32 + ((text.charCodeAt(at) - 32 + by + 95) % 95));
        const file = text.slice(0, at) + changed + text.slice(at + 1);
        await expect(verify(file.split('\n'), small)).rejects.toThrow();
      }),
    );
  });

  test('a tile of an earlier block is another, the entries of that block are right: the wrong entry is named all the same', async () => {
    const at = lines.findIndex((line) => line.startsWith('{"tile":"tile/0/000"'));
    const other = lines.with(at, lines[at]?.replace(/"hashes":"../, '"hashes":"xx') ?? '');
    const changed = other.map((line) => line.replace('text 300', 'text 301'));
    expect(await refusal(changed, installation)).toMatchObject({ entries: { from: 300, to: 300 } });
  });

  test('a line that readers could take in two ways', async () => {
    const at = lineOf(lines, 300);
    const [line = ''] = lines.slice(at, at + 1);
    for (const ambiguous of [
      line.replace('{"seq":300', '{"seq":301,"seq":300'),
      line.replace('"fields"', '"note":"none","fields"'),
      line.replace('"type"', '"type":"user.created","type"'),
      line.replace('"id":', '"id" :'),
    ])
      await expect(verify(lines.with(at, ambiguous), installation)).rejects.toThrow(
        'not written as an export writes it',
      );
  });

  test('a file that was cut off, or goes on', async () => {
    await expect(verify(lines.slice(0, -1), installation)).rejects.toThrow('The last line is missing');
    await expect(verify([...lines, ...lines], installation)).rejects.toThrow('Something follows the last line.');
    await expect(verify([], installation)).rejects.toThrow('The first line says no form of an export.');
    await expect(verify(['{}'], installation)).rejects.toThrow('Line 1: This line is none of an export.');
  });
});

test('struck entries are proved as before', async () => {
  const installation = installationOf(300);
  const struck = installation.entries.map((entry) => strike(entry, () => true));
  const lines = await installation.export({}, struck);
  expect(await verify(lines, installation)).toMatchObject({ to: 300 });
  expect(lines.join('\n')).not.toMatch(/"id"|"text"|"salt"/);
});

describe('keys', () => {
  test('another key proves nothing', async () => {
    const installation = installationOf(3);
    const lines = await installation.export();
    const other = { key: newSigner().verifier, anchors: [] };
    await expect(verifyExport(asAsync(lines), other)).rejects.toThrow(/^The checkpoint: No known key signed this/);
  });

  test('who trusts the first key trusts those that followed it', async () => {
    const installation = installationOf(3);
    const [first, second, third] = [installation.signers[0] ?? newSigner(), newSigner(), newSigner()];
    installation.successions.push(signSuccession(origin, first, second), signSuccession(origin, second, third));
    installation.signers = [third];
    const lines = await installation.export();
    for (const { verifier } of [first, second, third])
      expect(await verifyExport(asAsync(lines), { key: verifier, anchors: [] })).toMatchObject({ to: 3 });
  });

  test('a key that only says of itself that it follows is none', async () => {
    const installation = installationOf(3);
    const [first, thief] = [installation.signers[0] ?? newSigner(), newSigner()];
    installation.successions.push(
      signSuccession(origin, thief, thief),
      signSuccession('elsewhere', first, thief),
      'none',
    );
    installation.signers = [thief];
    const lines = await installation.export();
    await expect(verifyExport(asAsync(lines), { key: first.verifier, anchors: [] })).rejects.toThrow('No known key');
  });
});

describe('an anchor that was kept', () => {
  test('is a beginning of the log, and so are the entries of then', async () => {
    const installation = installationOf(300);
    const anchor = installation.sign();
    const size = installation.statements.frontier.size;
    for (let n = 301; n <= 400; n++) installation.append(fieldsOf(n));
    installation.checkpoint();
    const statement = installation.statementAt(size);
    const lines = await installation.export({ anchors: [{ size, ...(statement && { statement }) }] });
    expect(await verify(lines, installation, [anchor])).toMatchObject({ anchors: [{ size, entries: 300 }] });
    await expect(verify(await installation.export(), installation, [anchor])).rejects.toThrow(
      'exported for this anchor',
    );
    const silent = await installation.export({ anchors: [{ size }] });
    expect(await verify(silent, installation, [anchor])).toMatchObject({ anchors: [{ size, entries: undefined }] });
  });

  test('is the checkpoint itself, or later than it', async () => {
    const installation = installationOf(3);
    const lines = await installation.export();
    expect(await verify(lines, installation, [installation.sign()])).toMatchObject({ anchors: [{ entries: 3 }] });
    const later = installation.checkpoint();
    await expect(verify(lines, installation, [later])).rejects.toThrow('The file is older than the anchor');
  });

  test('shows that a log was rewritten, by who has the key', async () => {
    const installation = installationOf(300);
    const anchor = installation.sign();
    const size = installation.statements.frontier.size;
    const statement = installation.statementAt(size);
    const rewritten = new MemoryInstallation(installation.signers[0]);
    for (let n = 1; n <= 400; n++) rewritten.append(fieldsOf(n === 17 ? 0 : n));
    rewritten.checkpoint();
    rewritten.checkpoint();
    const lines = await rewritten.export({ anchors: [{ size, ...(statement && { statement }) }] });
    await expect(verify(lines, installation)).resolves.toMatchObject({ to: 400 });
    await expect(verify(lines, installation, [anchor])).rejects.toThrow('one of them was rewritten');
  });

  test("shows that an account's log was rewritten, where the installation's goes on", async () => {
    const installation = installationOf(300);
    const anchor = installation.sign();
    const size = installation.statements.frontier.size;
    const statement = installation.statementAt(size);
    const forged = new MemoryInstallation(installation.signers[0]);
    for (let n = 1; n <= 400; n++) forged.append(fieldsOf(n === 17 ? 0 : n));
    Object.assign(forged, { statements: installation.statements });
    forged.checkpoint();
    const lines = await forged.export({ anchors: [{ size, ...(statement && { statement }) }] });
    await expect(verify(lines, installation)).resolves.toMatchObject({ to: 400 });
    await expect(verify(lines, installation, [anchor])).rejects.toThrow("The account's log is not the one");
  });
});
