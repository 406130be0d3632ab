// What B does all day, in a process of its own: what A's requests cost the benchmark must not look like B's waiting.
import { newUser } from '../scim-client.ts';
import { steadily } from '../steadily.ts';
import { titled } from './bodies.ts';
import { idIn, Sender, type Method } from './sender.ts';
import type { UsualOptions } from './usual.ts';

const { scimUrl, workspaceUrl, account } = JSON.parse(process.env['USUAL'] ?? '{}') as UsualOptions;
/** Longer than this no client waits. */
const maxWaitMs = 15_000;
/** So many sign-ins in ten seconds that their p95 is no single one; their hashes are an eighth of a core. */
const [requestsPerSecond, signInsPerSecond] = [20, 5];

const scim = new Sender(scimUrl, account.token, 64);
const workspace = new Sender(workspaceUrl, undefined, 16);
const run = Date.now().toString(36);
const headers = { 'x-forwarded-for': '192.0.2.7' };

async function ask(sender: Sender, expected: number, method: Method, path: string, body?: string): Promise<string> {
  const signal = AbortSignal.timeout(maxWaitMs);
  const answer = await sender.send(method, path, body, { signal, headers });
  if (answer.status !== expected) {
    const [, detail = ''] = /"detail":"([^"]*)/.exec(answer.text) ?? [];
    throw new Error(`${method} ${path.replace(/\?.*/, '')}: ${answer.status} ${detail}`);
  }
  return idIn(answer);
}

const people: { readonly id: string; readonly userName: string }[] = [];

async function create(n: number | string): Promise<void> {
  const userName = `usual-${run}-${n}@example.com`;
  people.push({ id: await ask(scim, 201, 'POST', '/Users', newUser(userName)), userName });
}

async function request(n: number): Promise<unknown> {
  const { id, userName } = people[(n >> 2) % 20] ?? { id: '', userName: '' };
  if (n % 4 === 0) return ask(scim, 200, 'GET', `/Users/${id}`);
  if (n % 4 === 1) return ask(scim, 200, 'PATCH', `/Users/${id}`, titled(`Title ${n}`));
  if (n % 4 === 2) return ask(scim, 200, 'GET', `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`);
  return create(`${Date.now()}-${n}`);
}

const credentials = {
  account: account.slug,
  userName: account.adminEmail,
  password: account.adminPassword,
  as: 'bearer',
};
const signIn = () => ask(workspace, 201, 'POST', '/sessions', JSON.stringify(credentials));

const failures = new Map<string, number>();
const noted = (work: Promise<unknown>) =>
  work.catch((error: unknown) => {
    const text = String(error)
      .replaceAll(/[0-9a-f-]{36}/g, '…')
      .slice(0, 240);
    failures.set(text, (failures.get(text) ?? 0) + 1);
    throw error;
  });

for (let n = 0; n < 20; n += 1) await create(`first-${n}`);
let loads: { readonly stop: () => Promise<unknown> }[] = [];
process.on('message', (what: 'start' | 'stop') => {
  if (what === 'start') {
    failures.clear();
    loads = [steadily(requestsPerSecond, (n) => noted(request(n))), steadily(signInsPerSecond, () => noted(signIn()))];
    return;
  }
  Promise.all(loads.map((each) => each.stop())).then(
    ([requests, signIns]) => process.send?.({ requests, signIns, failures: [...failures] }),
    (error: unknown) => {
      throw error;
    },
  );
});
process.send?.('ready');
