// `npm run bench`: what a running stack does per second, how long one request takes, and what each write costs each process.
// It needs a stack (`npm start`) and works on the account of `.local/stack.json`; it prints one table.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { closedLoop, type Measured } from './load.ts';
import { usageOf } from './processes.ts';
import { newUser, ScimClient, type Stack } from './scim-client.ts';

const { values: options } = parseArgs({
  options: {
    stack: { type: 'string', default: '.local/stack.json' },
    seconds: { type: 'string', default: '5' },
    callers: { type: 'string', default: '1,16,64,256' },
    'warm-up': { type: 'string', default: '10' },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log('npm run bench -- [--stack FILE] [--seconds N per row] [--callers 1,16,64,256] [--warm-up SECONDS]');
  process.exit(0);
}

const stack = readStack(options.stack);
const seconds = Number(options.seconds);
const callers = options.callers.split(',').map(Number);
const run = Date.now().toString(36);

function readStack(file: string): Stack {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Stack;
  } catch {
    console.error(`No running stack: ${file} is not there. Start one with \`npm start\` in another terminal.`);
    process.exit(1);
  }
}

type Request = (client: ScimClient, n: number) => Promise<unknown>;

/** One row of the table: the load, its latencies, and milliseconds of CPU per request for each process. */
async function row(name: string, concurrency: number, request: Request): Promise<void> {
  const client = new ScimClient(stack, concurrency);
  const processes = [...stack.services, ...stack.servers];
  const before = usageOf(processes);
  const driverBefore = process.cpuUsage();
  let all = 0;
  const measured: Measured = await closedLoop(concurrency, seconds, async (n) => {
    await request(client, n);
    all += 1;
  });
  const after = usageOf(processes);
  const driver = process.cpuUsage(driverBefore);
  await client.close();
  const cost = [...after].map(([process_, { cpuSeconds }]) => {
    const used = cpuSeconds - (before.get(process_)?.cpuSeconds ?? 0);
    return `${process_} ${((used * 1_000) / all).toFixed(2)}`;
  });
  cost.push(`driver ${((driver.user + driver.system) / 1_000 / all).toFixed(2)}`);
  const { perSecond, p50Ms, p99Ms } = measured;
  console.log(
    `| ${name} | ${concurrency} | ${Math.round(perSecond).toLocaleString('en')} | ${p50Ms.toFixed(1)} | ${p99Ms.toFixed(1)} | ${cost.join(', ')} |`,
  );
}

let made = 0;
const created: { id: string; userName: string }[] = [];
const anyone = (n: number) => {
  const user = created[(n * 7_919) % created.length];
  if (!user) throw new Error('nobody was created: run a row of creations first');
  return user;
};

const requests: Record<string, Request> = {
  create: async (client) => {
    const userName = `bench-${run}-${made++}@example.com`;
    const { id } = JSON.parse(await client.send('POST', '/Users', 201, newUser(userName))) as { id: string };
    created.push({ id, userName });
  },
  'PATCH title': (client, n) =>
    client.send(
      'PATCH',
      `/Users/${anyone(n).id}`,
      200,
      `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","value":{"title":"Title ${run} ${n}"}}]}`,
    ),
  'lookup by userName': (client, n) =>
    client.send(
      'GET',
      `/Users?filter=${encodeURIComponent(`userName eq "${anyone(n).userName}"`)}&startIndex=1&count=100`,
      200,
    ),
  'GET by id': (client, n) => client.send('GET', `/Users/${anyone(n).id}`, 200),
};

/** What a process does the first thousand times it does slowly, until it is compiled: that belongs to no row. */
async function warmUp(warmUpSeconds: number): Promise<void> {
  const client = new ScimClient(stack, 64);
  for (const request of Object.values(requests)) {
    await closedLoop(64, warmUpSeconds / Object.keys(requests).length, async (n) => void (await request(client, n)), 0);
  }
  await client.close();
}

await warmUp(Number(options['warm-up']));
console.log(
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}, ${seconds} s per row, ${new Date().toISOString()}\n`,
);
console.log('| what | callers | per second | p50 ms | p99 ms | CPU ms per request |\n|---|---|---|---|---|---|');
for (const [name, request] of Object.entries(requests)) {
  for (const concurrency of callers) await row(name, concurrency, request);
}

console.log('\nMemory now:');
for (const [name, { rssBytes }] of usageOf([...stack.services, ...stack.servers])) {
  console.log(`  ${name}: ${Math.round(rssBytes / 1_048_576)} MB`);
}
