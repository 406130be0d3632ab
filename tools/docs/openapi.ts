// Writes docs/openapi.json from the contracts of the workspace gateway's routes; `--check` writes nothing and fails
// when the file is out of date.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../../apps/workspace-gateway/dist/openapi/document.js';

const file = join(import.meta.dirname, '../../docs/openapi.json');
const text = `${JSON.stringify(openApiDocument(), null, 2)}\n`;

if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  console.error('docs/openapi.json is not what the code says: npm run docs:openapi');
  process.exit(1);
}
