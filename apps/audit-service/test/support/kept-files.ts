import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NotProved, type Proved } from '@rollcall/audit-proof';
import { openCheckpoint, type NoteSigner } from '@rollcall/transparency-log';

/** Where `npm run trial:audit-log` wants the files that specs make of real tables, also of tables that somebody has changed. */
const folder = process.env.AUDIT_LOG_FILES;
let count = 0;

/** Keeps a file for the second verifier, with what ours says of it: only whole logs, signed by the key itself. */
export async function keepFile(lines: readonly string[], signer: NoteSigner, outcome: Promise<Proved>): Promise<void> {
  if (folder === undefined) return;
  const { from, checkpoint } = JSON.parse(lines[0] ?? '{}') as { from: number; checkpoint: string };
  if (from !== 1 || !isSignedBy(signer, checkpoint)) return;
  const wrong = await outcome.then(
    () => null,
    (error: unknown) => {
      if (error instanceof NotProved && error.entries) return error.entries;
      throw error;
    },
  );
  count += 1;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${count}.ndjson`), lines.join('\n'));
  await writeFile(join(folder, `${count}.json`), JSON.stringify({ key: signer.verifier.verifierKey, wrong }));
}

function isSignedBy({ verifier }: NoteSigner, checkpoint: string): boolean {
  try {
    openCheckpoint(checkpoint, verifier.name, [verifier]);
    return true;
  } catch {
    return false;
  }
}
