import { eventually } from '@rollcall/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from './free-port.js';
import { nodeBinary, untilReady } from './node-process.js';
import { OwnedProcess } from './owned-process.js';

const started: OwnedProcess[] = [];
afterEach(async () => {
  for (const each of started.splice(0)) await each.kill();
});

function node(script: string): OwnedProcess {
  const owned = new OwnedProcess({ name: 'script', command: nodeBinary, args: ['-e', script] });
  started.push(owned);
  owned.start();
  return owned;
}

/** A server that answers its first request with 503 and all others with 204. */
const readyAtTheSecond = (port: number) => `let asked = 0;
  require('node:http').createServer((_, response) => response.writeHead(++asked === 1 ? 503 : 204).end(console.log('asked')))
    .listen(${port}, '127.0.0.1');`;

describe('untilReady', () => {
  it('resolves when the address answers with 2xx, not before', async () => {
    const port = await freePort();
    const server = node(readyAtTheSecond(port));
    await untilReady(server, { url: `http://127.0.0.1:${port}/` });
    await eventually(() => server.log === 'asked\nasked', 'it was asked twice', { within: 2_000 });
  });

  it('resolves when a line of the output matches', async () => {
    const server = node(`console.log('listening'); setInterval(() => {}, 1000)`);
    await untilReady(server, { line: /^listening$/ });
    expect(server.running).toBe(true);
  });

  it('rejects with the last words of a process that ends first', async () => {
    const url = `http://127.0.0.1:${await freePort()}/`;
    const failing = untilReady(node(`console.error('no settings'); process.exitCode = 3`), { url });
    await expect(failing).rejects.toThrow(/^script ended \(exit code 3\); its output:\nno settings$/);
  });

  it('rejects at the time limit', async () => {
    const url = `http://127.0.0.1:${await freePort()}/`;
    const waiting = untilReady(node(`setInterval(() => {}, 1000)`), { url }, 200);
    await expect(waiting).rejects.toThrow(`script did not answer at ${url} within 200 ms`);
  });
});
