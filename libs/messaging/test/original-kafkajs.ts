import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** What a module of kafkajs exports before it is repaired. Specs share a process: another one may have had it replaced before. */
export function originalModule(module: string): unknown {
  const path = require.resolve(module);
  const cached = require.cache[path];
  Reflect.deleteProperty(require.cache, path);
  try {
    return require(path) as unknown;
  } finally {
    if (cached) require.cache[path] = cached;
  }
}
