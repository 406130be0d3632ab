// `npm run build:audit-verify`: the offline verifier as one file that an auditor can read, keep and run.
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const folder = import.meta.dirname;

/** Writes the verifier with all that it is made of, not minified: who is to trust it can read it. */
export async function bundleVerifier(file: string): Promise<void> {
  const bundle = await rolldown({
    input: join(folder, 'main.ts'),
    platform: 'node',
    resolve: { conditionNames: ['source', 'import', 'node', 'default'], extensionAlias: { '.js': ['.ts', '.js'] } },
  });
  await bundle.write({ file, format: 'esm' });
  await bundle.close();
}

if (import.meta.main) {
  const file = join(folder, 'dist/rollcall-audit-verify.mjs');
  await bundleVerifier(file);
  console.log(`Written: ${file}`);
}
