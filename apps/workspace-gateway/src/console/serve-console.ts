import type { SendFailure } from '@rollcall/gateway-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify';
import { problem } from '../errors/problem-table.js';
import { answerConsole } from './console-answer.js';
import type { ConsoleFiles } from './console-files.js';

/** Kept with a Fastify route of the console, for the hook that admits requests: no session is asked for. */
export interface ConsoleRouteSettings {
  readonly isConsole?: true;
}

/**
 * Serves the console's files under `/console/`, and leads `/` there. All of them are public: what is secret is behind the API.
 * Where there are no files, nothing is served.
 */
export function serveConsole(server: FastifyInstance, files: ConsoleFiles, sendFailure: SendFailure): void {
  if (files.size === 0) return;
  const config: ConsoleRouteSettings = { isConsole: true };
  const options: RouteShorthandOptions = { config, errorHandler: sendFailure };
  const lead = (_: FastifyRequest, reply: FastifyReply) => reply.redirect('/console/', 302);
  server.get('/', options, lead);
  server.get('/console', options, lead);
  server.get<{ Params: { '*': string } }>('/console/*', options, (request, reply) => {
    const answer = answerConsole(files, request.params['*'], request.headers);
    if (!answer) throw problem('route-unknown');
    return reply.code(answer.status).headers(answer.headers).send(answer.body);
  });
}
