import { Controller, Inject } from '@nestjs/common';
import { AuditStreamQueries, type AuditStreamView, type AuditStreamWithSecret } from '@rollcall/contracts';
import { Answer, nothing, QueryClient, RetryKeyReused, type Queries } from '@rollcall/gateway-kit';
import { v7 as uuidv7 } from 'uuid';
import * as routes from '../contract/audit-stream-routes.js';
import type { AnswerOf } from '../contract/define-route.js';
import { problem } from '../errors/problem-table.js';
import type { CheckedRequest } from '../http/checked-request.js';
import type { Call } from '../http/request-context.js';
import { streamOf } from '../resources/audit-stream-view.js';
import { attemptOf } from '../resources/webhook-view.js';
import { Checked, Serve } from './serve.js';

type Stream = AnswerOf<typeof routes.findAuditStream>;
type WithSecret = AnswerOf<typeof routes.createAuditStream>;

/** Where the audit log is sent. audit-service keeps the streams, and makes their secrets: this gateway shows one once. */
@Controller()
export class AuditStreamsController {
  constructor(@Inject(QueryClient) private readonly queries: Queries) {}

  @Serve(routes.listAuditStreams)
  async list(@Checked() { call }: CheckedRequest<typeof routes.listAuditStreams>) {
    return new Answer({ items: (await this.all(call)).map(streamOf) });
  }

  @Serve(routes.createAuditStream)
  async create(@Checked() { body, call }: CheckedRequest<typeof routes.createAuditStream>) {
    // A repeated request names the same stream: its secret was shown in the answer to the first one.
    const streamId = call.retryKey?.commandId(0) ?? uuidv7();
    const made = await this.queries.ask(AuditStreamQueries.create, { ...actOf(call), streamId, ...body }, call);
    const { url, log, format } = made.stream;
    if (url !== body.url || log !== body.log || format !== body.format) throw new RetryKeyReused();
    return withSecret(made);
  }

  @Serve(routes.findAuditStream)
  async find(@Checked() { params, call }: CheckedRequest<typeof routes.findAuditStream>) {
    const found = (await this.all(call)).find(({ id }) => id === params.streamId);
    if (!found) throw problem('audit-stream-not-found', { streamId: params.streamId });
    return shown(found);
  }

  @Serve(routes.changeAuditStream)
  async change(@Checked() { params, body, call, ifMatch }: CheckedRequest<typeof routes.changeAuditStream>) {
    const asked = { ...actOf(call), ...params, ...body, ...ifMatch };
    return shown(await this.queries.ask(AuditStreamQueries.change, asked, call));
  }

  @Serve(routes.deleteAuditStream)
  async remove(@Checked() { params, call, ifMatch }: CheckedRequest<typeof routes.deleteAuditStream>) {
    await this.queries.ask(AuditStreamQueries.remove, { ...actOf(call), ...params, ...ifMatch }, call);
    return nothing;
  }

  @Serve(routes.rotateAuditStreamSecret)
  async rotate(@Checked() { params, body, call }: CheckedRequest<typeof routes.rotateAuditStreamSecret>) {
    // A repeated request names the same entry, which is there: no other secret is made. The key is one of this stream.
    const entryId = call.retryKey?.boundTo(params.streamId, '').commandId(0) ?? uuidv7();
    const asked = { ...actOf(call), ...params, entryId, keepOldHours: body.keepOldHours };
    return withSecret(await this.queries.ask(AuditStreamQueries.rotateSecret, asked, call));
  }

  @Serve(routes.testAuditStream)
  async test(@Checked() { params, call }: CheckedRequest<typeof routes.testAuditStream>) {
    return new Answer(attemptOf(await this.queries.ask(AuditStreamQueries.test, { ...actOf(call), ...params }, call)));
  }

  private async all(call: Call): Promise<AuditStreamView[]> {
    const { streams } = await this.queries.ask(AuditStreamQueries.list, { accountId: call.accountId }, call);
    return streams;
  }
}

/** Who acts, in which account, by which request: audit-service says so in the log. */
const actOf = ({ accountId, actor, requestId }: Call) => ({ accountId, actor, requestId });

const shown = (found: AuditStreamView): Answer<Stream> => {
  const stream = streamOf(found);
  return new Answer(stream, { version: stream.version });
};

/** @throws Failure secret-shown where an earlier request has made it */
function withSecret({ stream: found, secret }: AuditStreamWithSecret): Answer<WithSecret> {
  if (found.kind === 'webhook' && secret === undefined) throw problem('secret-shown');
  const stream = streamOf(found);
  return new Answer({ stream, ...(secret === undefined ? {} : { secret }) }, { version: stream.version });
}
