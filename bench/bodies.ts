// `npm run bench:bodies`: what reading large bodies about groups costs the gateway's process: time, the longest pause
// of its event loop, and memory. Each kind runs in a process of its own, with the flags of the services.
import { spawnSync } from 'node:child_process';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { ThreadForGroupBodies } from '../apps/scim-gateway/dist/http/large-group-bodies.js';
import { groupOfUnknown } from './neighbours/bodies.ts';

const megabyte = 1_048_576;

function filled(piece: string, head = '', tail = ''): string {
  return head + piece.repeat(Math.floor((31.9 * megabyte - head.length - tail.length) / piece.length)) + tail;
}

const beginning = '{"displayName":"a","members":[';
const bodies: Readonly<Record<string, () => readonly string[]>> = {
  'empty members': () => [filled('{},', beginning, '{}]}')],
  zeros: () => [filled('0,', beginning, '0]}')],
  'one member with 2 million keys': () => [
    `${beginning}{${Array.from({ length: 2_000_000 }, (_, at) => `"k${at}":0`).join(',')}}]}`,
  ],
  brackets: () => [filled('[')],
  'a string in broken JSON': () => [filled('x', '{"a":"', '",}')],
  '150,000 members': () => [groupOfUnknown(150_000)],
  'two of 150,000 members': () => [groupOfUnknown(150_000), groupOfUnknown(150_000)],
};

/** In memory of its own, as the public port has it. */
function bytesOf(text: string): Buffer {
  const bytes = Buffer.from(new ArrayBuffer(Buffer.byteLength(text)));
  bytes.write(text);
  return bytes;
}

async function measure(kind: string, texts: readonly string[]): Promise<void> {
  const bytes = texts.map(bytesOf);
  const size = bytes.reduce((sum, { length }) => sum + length, 0) / megabyte;
  const thread = new ThreadForGroupBodies();
  await setTimeout(500);
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
  const pauses = monitorEventLoopDelay({ resolution: 1 });
  pauses.enable();
  const began = performance.now();
  const results = await Promise.allSettled(bytes.map((each) => thread.read(each, { as: 'whole' })));
  const ms = performance.now() - began;
  await setTimeout(50);
  pauses.disable();
  clearInterval(watch);
  const outcomes = results.map((result) => (result.status === 'fulfilled' ? 'read' : 'refused')).join(', ');
  const figures = [`${ms.toFixed(0)} ms`, `${(pauses.max / 1e6).toFixed(0)} ms`];
  const memory = `${((most - before) / megabyte).toFixed(0)} MB`;
  console.log(`| ${kind}, ${size.toFixed(1)} MB: ${outcomes} | ${figures.join(' | ')} | ${memory} |`);
  await thread.close();
}

const [kind] = process.argv.slice(2);
if (kind !== undefined) await measure(kind, bodies[kind]?.() ?? []);
else {
  console.log('| body | time | longest pause | memory on top |\n|---|---|---|---|');
  for (const each of Object.keys(bodies)) {
    spawnSync(process.execPath, ['--enable-source-maps', '--max-old-space-size=1024', import.meta.filename, each], {
      stdio: 'inherit',
    });
  }
}
