import { join } from 'node:path';
import { keptSecrets } from './kept-secrets.ts';

/** Secrets of operators, by name: each has a credential of her own at the services. */
export type Operators = Readonly<Record<string, string>>;

const name = /^[A-Za-z0-9][\w.@-]{0,99}$/;

/**
 * The secrets of the operators that are named (`ann,bob`), made once and kept. Who is not named any more loses hers.
 * @throws Error for a text that is no name
 */
export async function loadOperators(folder: string, named = ''): Promise<Operators> {
  const names = named.split(',').flatMap((each) => each.trim() || []);
  for (const each of names) if (!name.test(each)) throw new Error(`ROLLCALL_OPERATORS: "${each}" is no name`);
  return keptSecrets(join(folder, 'operators.json'), names);
}
