import { defineConfig } from '@hey-api/openapi-ts';

/** The client of the workspace API, named after its operations: `npm run docs:openapi` writes it anew. */
export default defineConfig({
  input: '../../docs/openapi.json',
  output: { path: 'src/api/generated', postProcess: [] },
  plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
});
