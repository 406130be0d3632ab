// `npm run trial:audit-log`: logs, tiles, proofs, notes and an export of ours are verified by a program that is not ours, made of
// golang.org/x/mod/sumdb, and proofs and notes of Go's by ours; so are files that audit-service makes of real tables, also of such that
// their owner has changed in five ways. Needs Go, and its module proxy once.
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '@rollcall/local-servers';
import {
  Frontier,
  generateSignerKey,
  includes,
  isConsistent,
  leafHash,
  openCheckpoint,
  parseSignerKey,
  parseVerifierKey,
  proveConsistency,
  proveInclusion,
  signCheckpoint,
  tilePath,
  tilesOf,
  type Hash,
} from '@rollcall/transparency-log';
import { MemoryInstallation, origin } from '../../libs/audit-proof/test/memory-installation.ts';
import { MemoryLog } from '../../libs/transparency-log/test/memory-log.ts';

const base64 = (hash: Hash) => hash.toString('base64');
const signer = parseSignerKey(generateSignerKey(origin));

/** A log of ours as the second verifier reads it: every root, and proofs of every entry and of every earlier log at some sizes. */
async function ourLog(size: number, provedAt: readonly number[]): Promise<object> {
  const entries = Array.from({ length: size }, (_, n) => `entry ${n}`);
  const log = MemoryLog.of(entries);
  const prefix = Frontier.empty();
  const roots = [base64(prefix.root())];
  const inclusion: object[] = [];
  const consistency: object[] = [];
  for (let n = 0; n < size; n++) {
    prefix.append(log.leaf(n));
    roots.push(base64(prefix.root()));
  }
  for (const at of provedAt) {
    for (let n = 0; n < at; n++) {
      inclusion.push({ index: n, size: at, proof: (await proveInclusion(n, at, log)).map(base64) });
      consistency.push({ earlier: n + 1, size: at, proof: (await proveConsistency(n + 1, at, log)).map(base64) });
    }
  }
  const tiles = Object.fromEntries(tilesOf(size).map((tile) => [tilePath(tile), base64(log.tile(tile))]));
  const checkpoint = signCheckpoint({ origin, size, root: log.frontier.root() }, [signer]);
  return { entries, roots, inclusion, consistency, tiles, checkpoint, key: signer.verifier.verifierKey };
}

/** The lines of an export with struck and open entries. */
async function ourExport(): Promise<string[]> {
  const installation = new MemoryInstallation(signer);
  const salt = Buffer.alloc(32, 7).toString('base64');
  for (let n = 1; n <= 1_000; n++) {
    const address = n % 3 === 0 ? { textHash: base64(leafHash('struck')) } : { text: `192.0.2.${n % 250}`, salt };
    installation.append({
      type: 'user.updated',
      version: n,
      actor: { id: `a-${n}` },
      also: [{ id: 'b' }, { id: 'c' }],
      address,
    });
  }
  installation.checkpoint();
  return installation.export();
}

interface GoLog {
  readonly Entries: readonly string[];
  readonly Roots: readonly string[];
  readonly Inclusion: readonly (readonly string[])[];
  readonly Consistency: readonly (readonly string[])[];
  readonly Checkpoint: string;
  readonly Key: string;
}

/** Proofs and the note of a log that Go has made. */
function verifyGoLog({
  Entries: entries,
  Roots: roots,
  Inclusion: inclusion,
  Consistency: consistency,
  Checkpoint: note,
  Key: key,
}: GoLog): void {
  const bytes = (hash: string | undefined) => Buffer.from(hash ?? '', 'base64');
  const head = openCheckpoint(note, 'go.example/log', [parseVerifierKey(key)]);
  const included = entries.filter((entry, n) => includes(head, n, leafHash(entry), inclusion[n]?.map(bytes) ?? []));
  const consistent = roots.filter((root, n) =>
    isConsistent({ size: n + 1, root: bytes(root) }, head, consistency[n]?.map(bytes) ?? []),
  );
  if (included.length !== head.size || consistent.length !== head.size)
    throw new Error("A proof of Go's does not hold here.");
  console.log(
    `of Go's log: ${included.length} inclusion and ${consistent.length} consistency proofs and the signed note hold here`,
  );
}

/** Files that audit-service makes of real tables, and of such that their owner has changed: the specs of proofs leave them there. */
function keepFilesOfSpecs(files: string): void {
  const specs = ['run', '--project', 'integration', 'apps/audit-service/test/proofs.int.spec.ts'];
  const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', ...specs], {
    cwd: repositoryRoot,
    env: { ...process.env, AUDIT_LOG_FILES: files },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0)
    throw new Error('The specs of proofs fail: npx vitest run apps/audit-service/test/proofs.int.spec.ts');
}

const folder = await mkdtemp(join(tmpdir(), 'rollcall-audit-log-'));
try {
  await writeFile(join(folder, 'log.json'), JSON.stringify(await ourLog(66_000, [1, 2, 3, 255, 256, 257, 700])));
  await writeFile(join(folder, 'export.ndjson'), (await ourExport()).join('\n'));
  keepFilesOfSpecs(join(folder, 'files'));
  const cwd = join(import.meta.dirname, 'second');
  const { status, error } = spawnSync('go', ['run', '.', folder], { cwd, stdio: 'inherit' });
  if (status !== 0) throw new Error(`The second verifier does not agree. ${error?.message ?? ''}`);
  verifyGoLog(JSON.parse(await readFile(join(folder, 'go.json'), 'utf8')) as GoLog);
} finally {
  await rm(folder, { recursive: true });
}
