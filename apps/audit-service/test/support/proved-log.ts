import { endLine, entryLines, headLines, verifyExport, type Proved } from '@rollcall/audit-proof';
import type { DataSource } from '@rollcall/persistence';
import { generateSignerKey, parseSignerKey } from '@rollcall/transparency-log';
import { ProofReadModel } from '../../src/persistence/proofs/proof-read-model.js';

/** What signs the logs of a spec. */
export const key = parseSignerKey(generateSignerKey('rollcall.example/audit'));

/** What verifies the log of changes of an account, with checkpoints that were kept. */
export async function verified(
  dataSource: DataSource,
  accountId: string,
  anchors: readonly string[] = [],
): Promise<Proved> {
  const proofs = new ProofReadModel(dataSource);
  const sizes = anchors.map((note) => Number(note.split('\n')[1]));
  const source = await proofs.source({ accountId, log: 'changes', anchors: sizes });
  if (!source) throw new Error('nothing was signed');
  const found = await proofs.entries(accountId, 'changes', source.from, source.statement.size);
  return verifyExport(
    (async function* () {
      yield* headLines(source);
      yield* entryLines(source, found);
      yield endLine(source);
    })(),
    { key: key.verifier, anchors },
  );
}
