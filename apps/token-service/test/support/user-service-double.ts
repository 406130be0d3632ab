import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { queryRequest, UserQueries, type UserView } from '@rollcall/contracts';

const pathOf = (accountId: string, userId: string) => queryRequest(UserQueries.find, { accountId, userId }).path;

/** Answers token-service's question over HTTP as user-service does, or not at all. */
export async function userServiceDouble(secret: string) {
  const people = new Map<string, UserView>();
  const control = { silent: false };
  const questions = new EventEmitter();
  const server = createServer((request, response) => {
    questions.emit(request.url ?? '');
    if (control.silent) return;
    const answer = (status: number, body: object) => void response.writeHead(status).end(JSON.stringify(body));
    const credential = `Basic ${Buffer.from(`token-service:${secret}`).toString('base64')}`;
    const person = people.get(request.url ?? '');
    if (request.headers.authorization !== credential) answer(401, { code: 'caller-unknown', facts: {} });
    else if (person) answer(200, person);
    else answer(404, { code: 'user-not-found', facts: {} });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server has one
  return {
    url: `http://127.0.0.1:${port}`,
    control,
    set(accountId: string, userId: string, person: Pick<UserView, 'version' | 'active' | 'userType'>): void {
      const at = '2026-03-01T10:00:00.000Z';
      const whoever = {
        userName: 'ada@acme.example',
        managedBy: 'directory',
        profile: {},
        createdAt: at,
        updatedAt: at,
      } as const;
      people.set(pathOf(accountId, userId), { id: userId, accountId, ...whoever, ...person });
    },
    /** Resolves when it is asked about this person the next time. */
    asked: (accountId: string, userId: string) => once(questions, pathOf(accountId, userId)),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
