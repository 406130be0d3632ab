import { closedLoop } from './load.ts';
import type { Requests } from './requests.ts';
import { ScimClient, type Stack } from './scim-client.ts';

/** Warms up all processes: until code is compiled, its first thousand runs are slow, which no row should include. */
export async function warmUp(stack: Stack, requests: Requests, seconds: number): Promise<void> {
  const kinds = [requests.create, requests.changeTitle, requests.lookUp, requests.get];
  const client = new ScimClient(stack, 64);
  for (const request of kinds) {
    await closedLoop(64, seconds / kinds.length, async (n) => void (await request(client, n)), 0);
  }
  await client.close();
}
