import { randomBytes } from 'node:crypto';
import { readWhole, writeWhole } from './files.ts';

/** A secret for each name, made once and kept in the file. A name that is not asked for any more loses its own. */
export async function keptSecrets(file: string, names: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const known = (await readWhole<Record<string, string>>(file)) ?? {};
  const secrets = Object.fromEntries(names.map((each) => [each, known[each] ?? randomBytes(24).toString('hex')]));
  await writeWhole(file, secrets);
  return secrets;
}
