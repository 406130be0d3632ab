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
 * kafkajs forgets a broker that closed a connection. A consumer that knows no other broker then crashes and returns as
 * a new member, and the group waits for the session timeout of the old one. The repair keeps the last known broker, to
 * ask it for the cluster's metadata again.
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
