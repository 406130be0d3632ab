import {
  digestOf,
  endpointUrlProblems,
  NotificationQueries,
  Refusal,
  WebhookCommands,
  WebhookQueries,
  webhookProblems,
  type DeliveryView,
} from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { webhookUrlSentence } from '../../src/errors/webhook-url-sentence.js';
import { attemptOf, deliveryOf } from '../../src/resources/webhook-view.js';
import { accountId, newKey, sharedGateway, userId } from '../gateway-under-test.js';
import { createdAt, otherId } from '../views.js';

const gateway = await sharedGateway(new Refusal('webhook-not-found'));

const url = 'https://hooks.acme.example/rollcall';
const webhook = { id: otherId, version: 3, url, enabled: true, createdAt };
const prepared = { secret: 'whsec_c2VjcmV0', sealedSecret: 'sealed' };
const body = (method: string, json?: object) => ({
  method,
  as: 'admin' as const,
  ...(json === undefined ? {} : { body: json }),
});

describe('POST /api/webhooks', () => {
  it('sends the sealed secret on, and shows the other one where its webhook was made', async () => {
    gateway.services.answer(WebhookQueries.prepare, prepared);
    gateway.services.reply(WebhookCommands.add, webhook);
    const headers = { 'idempotency-key': newKey() };
    const { status, json } = await gateway.ask('/api/webhooks', { ...body('POST', { url }), headers });
    // The reply names another id than the one that was made up for this request: an earlier request made the webhook.
    expect([status, json['code']]).toEqual([409, 'secret-shown']);
    const [sent] = gateway.sent;
    expect(sent?.input).toMatchObject({ url, sealedSecret: 'sealed' });
    expect(JSON.stringify(gateway.sent)).not.toContain('whsec_');
  });
});

describe('POST /api/webhooks/:webhookId/secret', () => {
  const rotate = () => gateway.ask(`/api/webhooks/${otherId}/secret`, body('POST'));

  it('shows the secret that was kept, and keeps the old one for a day', async () => {
    gateway.services.answer(WebhookQueries.prepare, prepared);
    gateway.services.reply(WebhookCommands.rotateSecret, { ...webhook, sealedDigest: digestOf('sealed') });
    const { status, json } = await rotate();
    expect([status, json]).toEqual([201, { webhook, secret: prepared.secret }]);
    expect(gateway.sent[0]?.input).toEqual({ webhookId: otherId, keepOldHours: 24, sealedSecret: 'sealed' });
  });

  it('shows none that an earlier request has kept in its place', async () => {
    gateway.services.answer(WebhookQueries.prepare, prepared);
    gateway.services.reply(WebhookCommands.rotateSecret, { ...webhook, sealedDigest: digestOf('another') });
    const { status, json } = await rotate();
    expect([status, json['code']]).toEqual([409, 'secret-shown']);
  });
});

describe('the other routes of webhooks', () => {
  it('change, after a look at the address, delete, test and list', async () => {
    gateway.services.answer(WebhookQueries.prepare, prepared);
    gateway.services.reply(WebhookCommands.change, { ...webhook, enabled: false });
    const change = { url, enabled: false };
    const changed = await gateway.ask(`/api/webhooks/${otherId}`, body('PATCH', change));
    expect([changed.status, changed.json]).toEqual([200, { ...webhook, enabled: false }]);
    expect(changed.headers.get('etag')).toBe('W/"3"');
    expect(gateway.asked()).toEqual([[WebhookQueries.prepare, { accountId, webhookId: otherId, url }]]);

    gateway.services.reply(WebhookCommands.remove, { id: otherId });
    expect((await gateway.ask(`/api/webhooks/${otherId}`, body('DELETE'))).status).toBe(204);

    gateway.services.answer(WebhookQueries.test, { problem: 'status', status: 500, durationMs: 12 });
    const tested = await gateway.ask(`/api/webhooks/${otherId}/test`, body('POST'));
    expect(tested.json).toMatchObject({ delivered: false, problem: 'status', status: 500, took: 12 });

    gateway.services.answer(WebhookQueries.list, { webhooks: [{ ...webhook, waiting: 2, failingSince: createdAt }] });
    const listed = await gateway.ask('/api/webhooks', { as: 'admin' });
    expect(listed.json).toEqual({ items: [{ ...webhook, waiting: 2, failingSince: createdAt }] });
  });

  it('find one, with its version, which a change and a removal may name', async () => {
    gateway.services.answer(WebhookQueries.list, { webhooks: [{ ...webhook, waiting: 2 }] });
    const found = await gateway.ask(`/api/webhooks/${otherId}`, { as: 'admin' });
    expect([found.status, found.json, found.headers.get('etag')]).toEqual([200, { ...webhook, waiting: 2 }, 'W/"3"']);
    const headers = { 'if-match': 'W/"2", W/"3"' };
    gateway.services.reply(WebhookCommands.change, webhook);
    gateway.services.reply(WebhookCommands.remove, { id: otherId });
    await gateway.ask(`/api/webhooks/${otherId}`, { ...body('PATCH', { enabled: true }), headers });
    await gateway.ask(`/api/webhooks/${otherId}`, { ...body('DELETE'), headers });
    const ifMatch = ['2', '3'];
    expect(gateway.sent.map(({ input }) => input)).toEqual([
      { webhookId: otherId, enabled: true, ifMatch },
      { webhookId: otherId, ifMatch },
    ]);
  });

  it('refuse an unknown webhook with 404', async () => {
    gateway.services.answer(WebhookQueries.list, { webhooks: [] });
    expect((await gateway.ask(`/api/webhooks/${otherId}`, { as: 'admin' })).status).toBe(404);
    const { status, json } = await gateway.ask(`/api/webhooks/${otherId}`, body('PATCH', { enabled: true }));
    expect([status, json['code']]).toEqual([404, 'webhook-not-found']);
  });
});

describe('how a message went', () => {
  const delivery: DeliveryView = { id: otherId, noticeId: otherId, kind: 'run-held', createdAt, attempts: 0 };

  it.each(webhookProblems)('is a sentence that helps: %s', (problem) => {
    const { delivered, sentence } = attemptOf({ problem, status: 418, durationMs: 1 });
    expect([delivered, sentence]).toEqual([false, expect.stringMatching(/^[A-Z].{30,}\.$/u)]);
  });

  it.each(endpointUrlProblems)('so is what is wrong with an address: %s', (problem) => {
    expect(webhookUrlSentence(problem)).toMatch(/^[A-Z].{30,}\.$/u);
  });

  it('is delivered, tried again, not tried yet, or waits because the webhook is off', () => {
    const of = (more: Partial<DeliveryView>) => deliveryOf({ ...delivery, ...more }).sentence;
    expect(of({ deliveredAt: createdAt })).toBe('It was delivered.');
    expect(of({ nextAttemptAt: createdAt })).toBe('It was not tried yet. It is tried again by itself.');
    expect(of({ problem: 'status', status: 500, nextAttemptAt: createdAt })).toMatch(
      /answered 500.* It is tried again/u,
    );
    expect(of({ problem: 'timed-out' })).toMatch(/in time.* The webhook is off\.$/u);
  });
});

describe('/api/me/notifications', () => {
  it('shows which kinds come by mail, and takes what is switched', async () => {
    gateway.services.answer(NotificationQueries.find, { choice: { off: ['run-held'] }, sendsMail: true });
    const shown = await gateway.ask('/api/me/notifications', { as: 'admin' });
    expect(shown.json).toMatchObject({ sendsMail: true });
    expect(shown.json['items']).toContainEqual({ kind: 'run-held', mail: false });
    expect(shown.json['items']).toContainEqual({ kind: 'leavers-held', mail: true });
    expect(gateway.asked()).toEqual([[NotificationQueries.find, { accountId, userId }]]);

    gateway.services.reply(WebhookCommands.chooseNotifications, { off: ['leavers-held'] });
    const changed = await gateway.ask('/api/me/notifications', body('PATCH', { off: ['leavers-held'] }));
    expect(changed.json['items']).toContainEqual({ kind: 'leavers-held', mail: false });
    expect(gateway.sent[0]?.input).toEqual({ on: [], off: ['leavers-held'] });
  });
});
