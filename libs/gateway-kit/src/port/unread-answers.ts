import type { ServerResponse } from 'node:http';

/** A client that takes nothing of its answer for so long, in milliseconds, is cut off. */
const usualMs = 30_000;

/**
 * Closes the connection of a client that does not read its answer: until it is sent, it holds a place of its account's share. Whoever reads
 * slowly is waited for, and so is an answer that is still being made.
 */
export function closeUnread(response: ServerResponse, withinMs = usualMs): void {
  response.setTimeout(withinMs, () => {
    if (response.writableLength > 0) response.socket?.destroy();
  });
}
