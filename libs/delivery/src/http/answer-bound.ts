import type { Socket } from 'node:net';

/** With all that surrounds what is read of an answer: no endpoint that means well comes near. */
const maxBytes = 1_048_576;

/**
 * Ends a connection that brings more for one request than any answer needs. The reader of HTTP counts headers and body only: extensions of
 * chunks and informational answers (1xx) would come in for as long as an attempt may take, as fast as the network brings them.
 */
export function boundAnswers(socket: Socket): void {
  let [written, readBefore] = [-1, 0];
  // This event takes nothing from whoever reads the connection.
  socket.on('readable', () => {
    if (socket.bytesWritten !== written)
      [written, readBefore] = [socket.bytesWritten, socket.bytesRead]; // the next request
    else if (socket.bytesRead - readBefore > maxBytes) socket.destroy();
  });
}
