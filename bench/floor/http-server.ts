// A server that reads a body and sends one of the same size: the cost of HTTP alone.
import { createServer } from 'node:http';
import { newUser } from '../scim-client.ts';

const answer = newUser('somebody@example.com').repeat(2);
const server = createServer((request, response) => {
  request.on('data', () => undefined);
  request.on('end', () => {
    response.writeHead(201, { 'content-type': 'application/scim+json' });
    response.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') process.send?.(address?.port);
});
process.on('disconnect', () => process.exit());
