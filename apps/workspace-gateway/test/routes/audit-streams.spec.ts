import { AuditStreamQueries, auditStreamTargetProblems, Refusal, type AuditStreamView } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { streamTargetSentence } from '../../src/errors/webhook-url-sentence.js';
import { streamOf } from '../../src/resources/audit-stream-view.js';
import { accountId, newKey, sharedGateway, userId } from '../gateway-under-test.js';
import { createdAt, otherId, teamId } from '../views.js';

const gateway = await sharedGateway(new Refusal('audit-stream-not-found'));

const stream: AuditStreamView = {
  id: otherId,
  kind: 'webhook',
  url: 'https://hooks.acme.example/log',
  log: 'changes',
  format: 'rollcall',
  paused: false,
  createdAt,
  version: 3,
  state: 'delivering',
  seq: 41,
  behind: 0,
  missed: 0,
};
const shown = { ...stream, sentence: 'What comes is sent.' };
const one = `/api/audit/streams/${otherId}`;
const asAdmin = (method: string, body?: object) => ({ method, as: 'admin' as const, ...(body ? { body } : {}) });
const act = { accountId, actor: { kind: 'admin', id: userId }, requestId: expect.any(String) as string };

describe('streams of the audit log', () => {
  it('are made with who did it, and their secret is shown once', async () => {
    gateway.services.answer(AuditStreamQueries.create, { stream, secret: 'whsec_c2VjcmV0' });
    const headers = { 'idempotency-key': newKey() };
    const asked = { ...asAdmin('POST', { url: stream.url }), headers };
    expect(await gateway.ask('/api/audit/streams', asked)).toMatchObject({
      status: 201,
      json: { stream: shown, secret: 'whsec_c2VjcmV0' },
    });
    gateway.services.answer(AuditStreamQueries.create, { stream });
    const again = await gateway.ask('/api/audit/streams', asked);
    expect([again.status, again.json['code']]).toEqual([409, 'secret-shown']);
    const inputs = gateway.services.asked.flatMap(([query, input]) =>
      query === AuditStreamQueries.create ? [input] : [],
    );
    const said = { ...act, url: stream.url, log: 'changes', format: 'rollcall', from: 'now' };
    // The same stream, whichever of two requests with one key is first.
    const [{ streamId }] = inputs as [{ streamId: string }];
    expect(inputs).toEqual([
      { ...said, streamId },
      { ...said, streamId },
    ]);
  });

  it('are listed, found, changed, tested, given a new secret and deleted', async () => {
    gateway.services.answer(AuditStreamQueries.list, { streams: [stream] });
    gateway.services.answer(AuditStreamQueries.change, { ...stream, paused: true, state: 'paused', behind: 1 });
    gateway.services.answer(AuditStreamQueries.test, { durationMs: 3, status: 200 });
    gateway.services.answer(AuditStreamQueries.rotateSecret, { stream, secret: 'whsec_bmV3' });
    gateway.services.answer(AuditStreamQueries.remove, stream);
    expect((await gateway.ask('/api/audit/streams', { as: 'admin' })).json).toEqual({ items: [shown] });
    const found = await gateway.ask(one, { as: 'admin' });
    expect([found.json, found.headers.get('etag')]).toEqual([shown, 'W/"3"']);
    const changed = await gateway.ask(one, asAdmin('PATCH', { paused: true }));
    expect(changed.json).toMatchObject({
      state: 'paused',
      sentence: 'An admin has paused it: 1 entry is still to be sent.',
    });
    expect((await gateway.ask(`${one}/test`, asAdmin('POST'))).json).toMatchObject({ delivered: true, took: 3 });
    expect((await gateway.ask(`${one}/secret`, asAdmin('POST'))).json).toEqual({ stream: shown, secret: 'whsec_bmV3' });
    expect((await gateway.ask(one, asAdmin('DELETE'))).status).toBe(204);
    expect(gateway.services.asked.at(-1)?.[1]).toEqual({ ...act, streamId: otherId });
  });

  it('are given one new secret by one key, however often it is sent', async () => {
    gateway.services.answer(AuditStreamQueries.rotateSecret, { stream, secret: 'whsec_bmV3' });
    const asked = { ...asAdmin('POST'), headers: { 'idempotency-key': newKey() } };
    expect((await gateway.ask(`${one}/secret`, asked)).status).toBe(201);
    gateway.services.answer(AuditStreamQueries.rotateSecret, { stream });
    const again = await gateway.ask(`${one}/secret`, asked);
    expect([again.status, again.json['code']]).toEqual([409, 'secret-shown']);
    await gateway.ask(`${one}/secret`, asAdmin('POST'));
    const ids = gateway.services.asked.flatMap(([query, input]) =>
      query === AuditStreamQueries.rotateSecret ? [(input as { entryId: string }).entryId] : [],
    );
    expect([ids[0] === ids[1], new Set(ids).size]).toEqual([true, 2]);
  });

  it('are neither made nor given a secret by a key of another request', async () => {
    const headers = { 'idempotency-key': newKey() };
    gateway.services.answer(AuditStreamQueries.create, {
      stream: { ...stream, kind: 'syslog', url: 'syslog+tls://a.example:6514' },
    });
    const elsewhere = { ...asAdmin('POST', { url: 'syslog+tls://b.example:6514' }), headers };
    const made = await gateway.ask('/api/audit/streams', elsewhere);
    expect([made.status, made.json['code']]).toEqual([422, 'retry-key-reused']);
    gateway.services.answer(AuditStreamQueries.rotateSecret, { stream, secret: 'whsec_bmV3' });
    for (const id of [otherId, teamId])
      await gateway.ask(`/api/audit/streams/${id}/secret`, { ...asAdmin('POST'), headers });
    const [first, second] = gateway
      .asked()
      .flatMap(([query, input]) =>
        query === AuditStreamQueries.rotateSecret ? [(input as { entryId: string }).entryId] : [],
      );
    expect(first).not.toBe(second);
  });

  it('are changed and deleted by the version that was seen, where one is named', async () => {
    gateway.services.answer(AuditStreamQueries.change, stream);
    gateway.services.answer(AuditStreamQueries.remove, stream);
    const headers = { 'if-match': 'W/"3"' };
    expect((await gateway.ask(one, { ...asAdmin('PATCH', { paused: true }), headers })).headers.get('etag')).toBe(
      'W/"3"',
    );
    expect((await gateway.ask(one, { ...asAdmin('DELETE'), headers })).status).toBe(204);
    const of = { ...act, streamId: otherId, ifMatch: ['3'] };
    expect(gateway.asked().map(([, input]) => input)).toEqual([{ ...of, paused: true }, of]);
  });

  it('need the password of a short time ago where they could lead the log elsewhere', async () => {
    gateway.sessions.confirmedAt = '2026-03-01T10:00:00.000Z';
    const answers = await Promise.all([
      gateway.ask('/api/audit/streams', asAdmin('POST', { url: stream.url })),
      gateway.ask(one, asAdmin('PATCH', { url: stream.url })),
      gateway.ask(`${one}/secret`, asAdmin('POST')),
    ]);
    gateway.sessions.confirmedAt = undefined;
    expect(answers.map(({ json }) => json['code'])).toEqual(Array(3).fill('confirmation-needed'));
  });

  it('are not found where there is none', async () => {
    gateway.services.answer(AuditStreamQueries.list, { streams: [] });
    const { status, json } = await gateway.ask(one, { as: 'admin' });
    expect([status, json['code']]).toEqual([404, 'audit-stream-not-found']);
  });
});

describe('how a stream does', () => {
  it('is a sentence', () => {
    expect(streamOf({ ...stream, state: 'behind', behind: 2 }).sentence).toBe(
      'It is being sent, but is behind: 2 entries are still to be sent.',
    );
    const failing = { state: 'failing', behind: 2, failingSince: createdAt, problem: 'status', status: 500 } as const;
    expect(streamOf({ ...stream, ...failing }).sentence).toMatch(
      /^Nothing was taken since 20.*: 2 entries .*answered 500, and not 2xx.* goes on where it was\.$/,
    );
  });

  it.each(auditStreamTargetProblems)('and so is what is wrong with a receiver: %s', (problem) => {
    expect(streamTargetSentence(problem)).toMatch(/^[A-Z].{30,}\.$/u);
  });
});
