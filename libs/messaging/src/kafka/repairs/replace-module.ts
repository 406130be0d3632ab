import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * Puts `by` in the place of what a module of kafkajs exports. Whoever uses that takes it while kafkajs is loaded, so
 * this comes first.
 */
export function replaceModule(module: string, by: unknown): void {
  require(module);
  const loaded = require.cache[require.resolve(module)];
  if (!loaded) throw new Error(`${module} was loaded and is not there`);
  loaded.exports = by;
}
