import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * Replaces what a module of kafkajs exports. Other modules read the export when they are loaded, so this must run
 * before.
 */
export function replaceModule(module: string, by: unknown): void {
  require(module);
  const loaded = require.cache[require.resolve(module)];
  if (!loaded) throw new Error(`${module} was loaded and is not there`);
  loaded.exports = by;
}
