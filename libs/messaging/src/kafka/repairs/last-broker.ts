import { createRequire } from 'node:module';
import { isFirstTime } from './first-time.js';

interface KnownBroker {
  readonly connectionPool: { readonly host: string; readonly port: number };
}

interface BrokerPool {
  readonly brokers: Readonly<Record<string, KnownBroker>>;
  metadataExpireAt: number | null;
  removeBroker(of: { host: string; port: number }): void;
}

const require = createRequire(import.meta.url);

/**
 * kafkajs forgets a broker that ended a connection, and gives up a consumer that knows no other: it comes back as a new
 * member, for whom its group waits until the session of the old one is over. The last one is kept, and asked again who
 * is there.
 */
export function repairLastBroker(): void {
  const { prototype } = require('kafkajs/src/cluster/brokerPool') as { prototype: BrokerPool };
  if (!isFirstTime('last-broker', prototype)) return;
  const removeBroker = Reflect.get(prototype, 'removeBroker');
  prototype.removeBroker = function (this: BrokerPool, of) {
    if (Object.keys(this.brokers).length > 1) removeBroker.call(this, of);
    else this.metadataExpireAt = null;
  };
}
