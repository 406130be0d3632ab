#!/usr/bin/env node
// Verifies a file of `ops-cli audit prove`: plain Node (20.12 or newer), no network, no package beside it (docs/guides/audit-proofs.md).
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { MalformedExport, NotProved, provedText, verifyExport } from '@rollcall/audit-proof';
import { MalformedNoteKey, parseVerifierKey } from '@rollcall/transparency-log';

const usage = `Usage: rollcall-audit-verify FILE --key KEY [--anchor CHECKPOINT]... [--export EXPORTED]

  FILE                  what \`ops-cli audit prove\` wrote, or an export in the format proof
  --key KEY             the installation's key, or a file with it: NAME+ID+BASE64
  --anchor CHECKPOINT   a file with a checkpoint that was kept; the export was made for it
  --export EXPORTED     an export (ndjson, ocsf, csv) of these entries: each line is compared with what was logged

Exit code 0: proved. 1: not proved. 2: not understood.`;

class Misused extends Error {}

process.exitCode = await main().catch((error: unknown) => {
  if (error instanceof NotProved) return fail(`NOT PROVED. ${error.message}`, 1);
  if (error instanceof MalformedExport) return fail(`NOT PROVED. The file is damaged. ${error.message}`, 1);
  if (error instanceof Misused || error instanceof MalformedNoteKey) return fail(`${error.message}\n\n${usage}`, 2);
  throw error;
});

async function main(): Promise<number> {
  const { file, key, anchors, exported } = options();
  const lines = exported === undefined ? undefined : linesOf(exported);
  const proved = await verifyExport(linesOf(file), { key: parseVerifierKey(key), anchors, exported: lines });
  console.log(provedText(proved));
  return 0;
}

/** Lines end with a line feed only: `node:readline` also ends them at separators that stand within texts of clients. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let begun = '';
  for await (const part of createReadStream(file, 'utf8')) {
    const lines = `${begun}${String(part)}`.split('\n');
    begun = lines.pop() ?? '';
    for (const line of lines) yield line.replace(/\r$/, '');
  }
  if (begun !== '') yield begun;
}

function options(): { file: string; key: string; anchors: string[]; exported: string | undefined } {
  const options = {
    key: { type: 'string' },
    anchor: { type: 'string', multiple: true },
    export: { type: 'string' },
  } as const;
  const { values, positionals } = parsed(() => parseArgs({ options, allowPositionals: true }));
  const [file, ...more] = positionals;
  if (!file || more.length > 0) throw new Misused('One file is verified at a time.');
  if (!existsSync(file)) throw new Misused(`${file} does not exist.`);
  if (!values.key) throw new Misused('--key is missing: the key comes from elsewhere than the file.');
  const key = existsSync(values.key) ? readFileSync(values.key, 'utf8').trim() : values.key;
  const exported = values.export;
  if (exported !== undefined && !existsSync(exported)) throw new Misused(`${exported} does not exist.`);
  return { file, key, anchors: (values.anchor ?? []).map(read), exported };
}

function parsed<Result>(parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    throw new Misused(error instanceof Error ? error.message : String(error));
  }
}

function read(file: string): string {
  if (!existsSync(file)) throw new Misused(`${file} does not exist.`);
  return readFileSync(file, 'utf8');
}

function fail(sentence: string, exitCode: number): number {
  console.error(sentence);
  return exitCode;
}
