import { readFileSync } from 'node:fs';
import { closedLoop } from './load.ts';
import { usageOf } from './processes.ts';
import { newUser, ScimClient, type Stack } from './scim-client.ts';
const stack = JSON.parse(readFileSync('.local/stack.json', 'utf8')) as Stack;
const [, , what, callers, seconds, warm] = process.argv;
const c = Number(callers);
const client = new ScimClient(stack, c);
const run = Date.now().toString(36);
const created: { id: string; userName: string }[] = [];
const kinds: Record<string, (n: number) => Promise<unknown>> = {
  create: async (n) => { const userName = `q-${run}-${n}@example.com`; const { id } = JSON.parse(await client.send('POST', '/Users', 201, newUser(userName))); created.push({ id, userName }); },
  patch: (n) => client.send('PATCH', `/Users/${created[(n * 7919) % created.length]!.id}`, 200, `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","value":{"title":"Title ${run} ${n}"}}]}`),
  lookup: (n) => client.send('GET', `/Users?filter=${encodeURIComponent(`userName eq "${created[(n * 7919) % created.length]!.userName}"`)}&startIndex=1&count=100`, 200),
  get: (n) => client.send('GET', `/Users/${created[(n * 7919) % created.length]!.id}`, 200),
};
if (what !== 'create') await closedLoop(64, 2, async (n) => void (await kinds['create']!(n)), 0);
let all = 0;
await closedLoop(c, Number(warm ?? 5), async (n) => void (await kinds[what!]!(n + 5_000_000)), 0);
const ps = [...stack.services, ...stack.servers];
const before = usageOf(ps); const d0 = process.cpuUsage();
const m = await closedLoop(c, Number(seconds), async (n) => { await kinds[what!]!(n); all++; }, 0);
const d = process.cpuUsage(d0); const after = usageOf(ps);
let sum = (d.user + d.system) / 1000 / all;
const cost = [...after].map(([k, { cpuSeconds }]) => { const u = ((cpuSeconds - before.get(k)!.cpuSeconds) * 1000) / all; sum += u; return `${k} ${u.toFixed(3)}`; });
console.log(`${what} ${c}: ${Math.round(m.perSecond)}/s p50 ${m.p50Ms.toFixed(2)} p99 ${m.p99Ms.toFixed(2)} | ${cost.join(', ')}, driver ${((d.user + d.system) / 1000 / all).toFixed(3)} | sum ${sum.toFixed(3)}`);
await client.close();
