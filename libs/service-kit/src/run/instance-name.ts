import { randomBytes } from 'node:crypto';

/**
 * What an instance calls itself where nobody says (`INSTANCE_ID`). Who is process 1 has a container of its own, whose host name no other has and which
 * stays when it starts again: what a killed run left on Kafka is known for its own. Elsewhere it is a name that nobody has had.
 */
export function instanceName(pid: number, host: string): string {
  return pid === 1 ? host : `${host}-${pid}-${randomBytes(4).toString('hex')}`;
}
