import { Controller, Res } from '@nestjs/common';
import { SessionQueries } from '@rollcall/contracts';
import { beginEventStream, QueryClient } from '@rollcall/gateway-kit';
import type { FastifyReply } from 'fastify';
import * as routes from '../contract/event-routes.js';
import { HintStreams } from '../hints/hint-streams.js';
import type { CheckedRequest } from '../http/checked-request.js';
import { Checked, Serve } from './serve.js';

/** A check of a session that is under way has no request with a budget behind it. */
const checkWithinMs = 5_000;

/** Tells browsers what may have changed. */
@Controller()
export class EventsController {
  constructor(
    private readonly hints: HintStreams,
    private readonly queries: QueryClient,
  ) {}

  /** The stream is written as long as its client listens, so Nest gets no answer to send. */
  @Serve(routes.listen)
  async listen(@Checked() checked: CheckedRequest<typeof routes.listen>, @Res() reply: FastifyReply): Promise<void> {
    const { session, request } = checked;
    const { rollcall } = request;
    const { sessionToken: token = '', id: requestId, traceparent } = rollcall;
    rollcall.hold?.giveBack(); // who waits for the brokers takes no place from the account's other requests
    const call = { requestId, traceparent, leftMs: checkWithinMs, turnOf: session.accountId };
    await this.hints.listen({
      session,
      check: () => this.queries.ask(SessionQueries.check, { token, background: true }, call),
      leftMs: rollcall.leftMs,
      begin: () => beginEventStream(reply, rollcall),
    });
  }
}
