import type { FastifyInstance } from 'fastify';
import { Failure } from '../failures/failure.js';
import type { RequestContext, RequestContexts } from '../http/request-context.js';
import type { SendFailure } from './create-public-port.js';
import { isBodyUnderWay } from './unread-bodies.js';

/**
 * Answers 408 where a body has not arrived within the budget of its request. Node's own limit is one for the whole
 * server, so it must be as long as the longest budget.
 */
export function refuseSlowBodies(
  server: FastifyInstance,
  contexts: RequestContexts<RequestContext>,
  sendFailure: SendFailure,
): void {
  server.addHook('preParsing', (request, reply, payload, done) => {
    const { raw } = request;
    if (isBodyUnderWay(raw)) {
      const refuse = () => {
        if (!raw.complete && !reply.sent) sendFailure(new Failure('request-slow'), request, reply);
      };
      const timer = setTimeout(refuse, contexts.of(request).leftMs);
      const stop = () => clearTimeout(timer);
      raw.once('end', stop).once('close', stop);
    }
    done(null, payload);
  });
}
