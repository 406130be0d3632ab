import { createRequire } from 'node:module';

/** The release that the repairs were written for and tested with (ADR 0011). */
export const repairedRelease = '2.2.4';

/** @throws Error for any other release of kafkajs: a repair could break other code */
export function checkRelease(version = installedRelease()): void {
  if (version !== repairedRelease) {
    throw new Error(`kafkajs ${version} is installed, but libs/messaging repairs ${repairedRelease}: see ADR 0011`);
  }
}

function installedRelease(): string {
  const { version } = createRequire(import.meta.url)('kafkajs/package.json') as { version: string };
  return version;
}
