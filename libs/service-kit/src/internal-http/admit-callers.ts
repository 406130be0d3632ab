import { mayAsk } from '@rollcall/contracts';
import type { FastifyInstance } from 'fastify';
import type { CallerCredentials } from './caller-credentials.js';
import type { InternalRequest } from './caller.js';

/** Health and metrics need no credential. */
const openRoutes: ReadonlySet<string> = new Set(['/health/live', '/health/ready', '/metrics']);

/** Whether a caller may ask the query of this route. */
export type MayAsk = (caller: string, method: string, route: string) => boolean;

/**
 * Admits the callers of an internal port, each to the routes that it may ask, before the body of a request is read. A refused
 * request's connection is closed, so that its body is not waited for.
 */
export function admitCallers(server: FastifyInstance, credentials: CallerCredentials, may: MayAsk = mayAsk): void {
  server.decorateRequest('caller');
  server.addHook('onRequest', async (request, reply) => {
    const { url: route } = request.routeOptions;
    if (route !== undefined && openRoutes.has(route)) return;
    const caller = credentials.callerOf(request.headers.authorization);
    if (caller === undefined) return reply.code(401).header('connection', 'close').send(refusal('caller-unknown'));
    (request as InternalRequest).caller = caller;
    if (route === undefined || may(caller, request.method, route)) return; // an unknown route is told so
    return reply.code(403).header('connection', 'close').send(refusal('caller-not-allowed'));
  });
}

const refusal = (code: string) => ({ code, facts: {} });
