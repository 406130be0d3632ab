import { randomInt } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { nodeBinary } from './node-process.js';
import { freePort } from './free-port.js';
import { OwnedProcess } from './owned-process.js';
import { repositoryRoot } from './places.js';

const running: OwnedProcess[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.kill();
});

/** A process that requests the same ports as the others, prints which ones it got, and keeps running. Needs a build. */
function asker(preferred: readonly number[]): OwnedProcess {
  const module = join(repositoryRoot, 'libs/local-servers/dist/free-port.js');
  const program = `
    import { freePort } from ${JSON.stringify(module)};
    const ports = [];
    for (const port of ${JSON.stringify(preferred)}) ports.push(await freePort(port));
    console.log(JSON.stringify(ports));
    setInterval(() => undefined, 60_000);`;
  const args = ['--input-type=module', '--eval', program];
  const owned = new OwnedProcess({ name: 'asker', command: nodeBinary, args });
  running.push(owned);
  owned.start();
  return owned;
}

test('processes that ask for the same ports at the same moment never get the same one', async () => {
  const from = randomInt(17_000, 32_000);
  const preferred = Array.from({ length: 40 }, (_, at) => from + at);
  const askers = [asker(preferred), asker(preferred), asker(preferred)];
  const answers = await Promise.all(askers.map((each) => each.line(/^\[/, 30_000)));
  const ports = answers.flatMap((line) => JSON.parse(line) as number[]);
  expect(ports).toHaveLength(120);
  expect(new Set(ports).size).toBe(120);
  expect(preferred.filter((port) => ports.includes(port)).length).toBeGreaterThan(30);
});

test('a claimed port is free again when who claimed it has ended', async () => {
  const first = asker([0]);
  const [port] = JSON.parse(await first.line(/^\[/, 30_000)) as [number];
  expect(await freePort(port)).not.toBe(port);
  await first.kill();
  expect(await freePort(port)).toBe(port);
});

test('a port on which somebody listens is not given, and others lie below those of outgoing connections', async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const other = await freePort(port);
  expect(other).toBeGreaterThanOrEqual(16_384);
  expect(other).toBeLessThan(32_768);
  server.close();
});
