import { defineConfig } from 'vitest/config';

// `source` makes workspace imports resolve to TypeScript sources, so that specs of a library need no build.
export default defineConfig({
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: { include: ['{apps,libs,tests}/**/*.spec.ts'], testTimeout: 30_000, hookTimeout: 120_000 },
});
