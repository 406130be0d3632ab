import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { newWebhookSecret, webhookHeaders } from './standard-webhooks.js';

const message = { id: 'msg_1', at: new Date(), body: '{"sentence":"Größe – \\"A\\""}' };

describe('the signature of a message', () => {
  it('is the one of the reference implementation', () => {
    const secret = newWebhookSecret();
    const headers = webhookHeaders(message, [secret]);
    expect(headers['webhook-signature']).toBe(new Webhook(secret).sign('msg_1', message.at, message.body));
    expect(new Webhook(secret).verify(message.body, headers)).toEqual({ sentence: 'Größe – "A"' });
  });

  it('is good for either of two secrets, and for no other', () => {
    const [fresh, old, other] = [newWebhookSecret(), newWebhookSecret(), newWebhookSecret()];
    const headers = webhookHeaders(message, [fresh, old]);
    for (const secret of [fresh, old]) expect(() => new Webhook(secret).verify(message.body, headers)).not.toThrow();
    expect(() => new Webhook(other).verify(message.body, headers)).toThrow('No matching signature');
  });

  it.each([
    ['another body', { ...message, body: `${message.body} ` }],
    ['another id', { ...message, id: 'msg_2' }],
    ['another time', { ...message, at: new Date(message.at.getTime() + 1_000) }],
  ])('is none of %s', (_, changed) => {
    const secret = newWebhookSecret();
    const { 'webhook-signature': signature = '' } = webhookHeaders(message, [secret]);
    const headers = { ...webhookHeaders(changed, [secret]), 'webhook-signature': signature };
    expect(() => new Webhook(secret).verify(changed.body, headers)).toThrow('No matching signature');
  });

  it('is refused by a receiver when it is old', () => {
    const secret = newWebhookSecret();
    const headers = webhookHeaders({ ...message, at: new Date(Date.now() - 6 * 60_000) }, [secret]);
    expect(() => new Webhook(secret).verify(message.body, headers)).toThrow('too old');
  });
});

describe('a secret', () => {
  it('has 32 bytes, and is another one each time', () => {
    const [one, two] = [newWebhookSecret(), newWebhookSecret()];
    expect(one).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(one).not.toBe(two);
  });

  it.each([['whsec_'], ['c2VjcmV0'], ['']])('is none without its prefix, or empty: "%s"', (text) => {
    expect(() => webhookHeaders(message, [text])).toThrow('whsec_');
  });
});
