import { randomBytes } from 'node:crypto';

/**
 * The default of `INSTANCE_ID`. Process 1 runs in a container of its own, whose host name is unique and the same after
 * a restart: so the service recognises what a killed run left on Kafka. Elsewhere the name is new at each start.
 */
export function instanceName(pid: number, host: string): string {
  return pid === 1 ? host : `${host}-${pid}-${randomBytes(4).toString('hex')}`;
}
