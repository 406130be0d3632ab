import type { FastifyInstance } from 'fastify';
import type { HealthRegistry } from '../health/health-registry.js';

/**
 * From the moment at which the process begins to stop, each answer says `Connection: close` (RFC 9112 §9.6): the client
 * opens its next connection elsewhere, and no request is sent on a connection that is about to go away.
 */
export function closeConnectionsWhenStopping(server: FastifyInstance, health: HealthRegistry): void {
  server.addHook('onSend', (_request, reply, payload, done) => {
    if (health.isStopping) reply.header('connection', 'close');
    done(null, payload);
  });
}
