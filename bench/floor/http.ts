import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closedLoop, type Measured } from '../load.ts';
import { newUser, ScimClient } from '../scim-client.ts';

/** Requests per second of bare HTTP: the benchmark's client and a server that does nothing. */
export async function httpFloor(callers: readonly number[], seconds: number): Promise<Map<number, Measured>> {
  const server = fork(new URL('http-server.ts', import.meta.url));
  const [port] = (await once(server, 'message')) as [number];
  const measured = new Map<number, Measured>();
  for (const each of callers) {
    const client = new ScimClient({ scimUrl: `http://127.0.0.1:${port}`, scimToken: 'none' }, each);
    const send = async () => void (await client.send('POST', '/', 201, newUser('somebody@example.com')));
    measured.set(each, await closedLoop(each, seconds, send));
    await client.close();
  }
  server.disconnect();
  return measured;
}
