import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Failure } from '../failures/failure.js';
import type { Hold } from './hold.js';

/** So many requests of one connection may wait behind the one that is being answered. */
const maxWaiting = 100;

const waiting = new WeakMap<Socket, number>();

/**
 * Waits until all requests before this one on its connection are answered. Clients may send many without waiting for answers (pipelining),
 * and only safe ones may be carried out side by side (RFC 9112 §9.3.2). What waits holds nothing of its account's share: the answer before it may be a
 * stream that never ends. Then, and where too many wait, the connection is closed.
 * @throws the reason of the hold's signal, or Failure request-rejected: no client is there to read it
 */
export async function pipelinedTurn(
  response: Pick<ServerResponse, 'socket' | 'once' | 'off'>,
  socket: Socket,
  hold: Pick<Hold, 'leftMs' | 'signal'>,
): Promise<void> {
  if (response.socket !== null) return; // Node gives it the connection when the answers before it are sent
  const before = waiting.get(socket) ?? 0;
  if (before >= maxWaiting) {
    socket.destroy();
    throw new Failure('request-rejected', { status: 400 });
  }
  waiting.set(socket, before + 1);
  const limit = setTimeout(() => socket.destroy(), hold.leftMs);
  const { signal } = hold;
  try {
    await once(response as ServerResponse, 'socket', { signal });
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    clearTimeout(limit);
    waiting.set(socket, (waiting.get(socket) ?? 1) - 1);
  }
}
