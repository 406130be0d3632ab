import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { addressesOf } from './addresses-of.js';

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

/** A real name server. @param answer what it says; undefined: nothing */
async function nameServer(answer: (question: Buffer) => Buffer | undefined): Promise<string> {
  const socket = createSocket('udp4');
  sockets.push(socket);
  socket.on('message', (question, { port, address }) => {
    const text = answer(question);
    if (text) socket.send(text, port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return `127.0.0.1:${socket.address().port}`;
}

/** An answer without records (RFC 1035 §4.1.1). */
function answered(question: Buffer, code: number): Buffer {
  const answer = Buffer.from(question);
  answer.writeUInt16BE(0x8180 | code, 2);
  answer.writeUInt16BE(0, 10); // no additional records (EDNS)
  return answer.subarray(0, question.indexOf(0, 12) + 5);
}
const [serverFailure, nameError] = [2, 3];

describe('the addresses of a name', () => {
  it.each([[true], [false]])(
    'are none in time where its name server is silent (system asked: %s)',
    async (isSystemAsked) => {
      const nameServers = [await nameServer(() => undefined)];
      const start = performance.now();
      const asked = addressesOf('slow.example', { isSystemAsked, timeoutMs: 300, nameServers });
      await expect(asked).rejects.toMatchObject({ code: expect.stringMatching(/^E(TIMEOUT|CANCELLED)$/) as string });
      expect(performance.now() - start).toBeLessThan(1_000);
    },
  );

  it('are not asked of the system because a name server fails: it would ask the same one, and be waited for', async () => {
    const nameServers = [await nameServer((question) => answered(question, serverFailure))];
    const asked = addressesOf('broken.example', { isSystemAsked: true, timeoutMs: 300, nameServers });
    await expect(asked).rejects.toMatchObject({ code: 'ESERVFAIL' });
  });

  it('are not known where no name server knows it', async () => {
    const nameServers = [await nameServer((question) => answered(question, nameError))];
    for (const isSystemAsked of [true, false])
      await expect(addressesOf('nobody.invalid', { isSystemAsked, timeoutMs: 300, nameServers })).rejects.toMatchObject(
        {
          code: expect.stringMatching(/^E(NOTFOUND|AI_AGAIN)$/) as string,
        },
      );
  });

  it('of this machine are known to the system only, where that may be asked', async () => {
    const nameServers = [await nameServer(() => undefined)];
    const of = { timeoutMs: 300, nameServers };
    await expect(addressesOf('localhost', { ...of, isSystemAsked: false })).rejects.toMatchObject({
      code: 'ENOTFOUND',
    });
    const found = await addressesOf('localhost', { ...of, isSystemAsked: true });
    expect(['127.0.0.1', '::1']).toContain(found[0]?.address);
  });
});
