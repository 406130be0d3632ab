import { digestOf, type Actor } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { accountId, given, idOf, inWords, now, refusalOf } from '../../../test/support/given.js';
import { decideChooseNotifications } from './choose-notifications.js';
import { decideAddWebhook, decideChangeWebhook, decideRemoveWebhook, decideRotateSecret } from './decide-webhooks.js';
import type { Webhook } from './webhook.js';

const actor: Actor = { kind: 'admin', id: idOf(50) };
const ids = { accountId, webhookId: idOf(80), actor };
const url = 'https://hooks.acme.example/rollcall';
const present: Webhook = {
  accountId,
  id: idOf(80),
  version: 3,
  url,
  kinds: undefined,
  enabled: true,
  createdAt: now.toISOString(),
  sealedSecret: 'first',
};

/** The account with these webhooks. */
function having(...webhooks: Webhook[]) {
  const state = given();
  state.apply(webhooks.map((after) => ({ kind: 'webhook', accountId, webhookId: after.id, after })));
  return state;
}

describe('a webhook', () => {
  it('is added with its kinds, each once, and its secret as it was sealed', () => {
    const command = { ...ids, url, kinds: ['run-held' as const, 'leavers-held' as const, 'run-held' as const] };
    const { changes, events, reply } = decideAddWebhook({ ...command, sealedSecret: 'first' }, having(), now);
    expect(reply).toEqual({
      id: idOf(80),
      version: 1,
      url,
      kinds: ['leavers-held', 'run-held'],
      enabled: true,
      createdAt: now.toISOString(),
    });
    expect(changes).toEqual([
      expect.objectContaining({ after: expect.objectContaining({ sealedSecret: 'first' }) as unknown }),
    ]);
    expect(events.map(inWords)).toEqual(['account.webhook-added']);
    expect(JSON.stringify(events)).not.toMatch(/acme\.example|first/u);
  });

  it.each([
    ['is one of ten', 10, 'too-many-webhooks'],
    ['has an id of its own', 1, 'invalid-message'],
  ])('%s', (_, count, code) => {
    const others = Array.from({ length: count }, (_each, n) => ({ ...present, id: idOf(count === 1 ? 80 : 100 + n) }));
    const add = () => decideAddWebhook({ ...ids, url, sealedSecret: 'x' }, having(...others), now);
    expect(refusalOf(add).code).toBe(code);
  });

  it.each([
    ['no address', 'hooks.acme.example', 'form'],
    ['an address of a file', 'file:///etc/passwd', 'form'],
    ['a long address', `https://a.example/${'x'.repeat(2_000)}`, 'form'],
    ['a name and password', 'https://ann:secret@hooks.acme.example/', 'credentials'],
  ])('does not have %s', (_, wrong, problem) => {
    const refusal = { code: 'webhook-url-invalid', facts: { problem } };
    expect(refusalOf(() => decideAddWebhook({ ...ids, url: wrong, sealedSecret: 'x' }, having(), now))).toMatchObject(
      refusal,
    );
    expect(refusalOf(() => decideChangeWebhook({ ...ids, url: wrong }, having(present)))).toMatchObject(refusal);
  });

  it('changes in what is named, and says so', () => {
    const change = { ...ids, enabled: false, kinds: ['run-held' as const] };
    const { events, reply } = decideChangeWebhook(change, having(present));
    expect(reply).toMatchObject({ version: 4, url, enabled: false, kinds: ['run-held'] });
    expect(events.map(inWords)).toEqual(['account.webhook-changed (kinds, enabled)']);
    const all = decideChangeWebhook({ ...ids, kinds: [] }, having({ ...present, kinds: ['run-held'] }));
    expect(all.reply).not.toHaveProperty('kinds');
  });

  it('that is changed to what it is changes nothing', () => {
    const { changes, events, reply } = decideChangeWebhook({ ...ids, url, enabled: true }, having(present));
    expect([changes, events, reply?.version]).toEqual([[], [], 3]);
  });

  it.each([
    ['another version', ['2'], 'version-mismatch'],
    ['its version', ['2', '3'], undefined],
    ['any', ['*'], undefined],
  ])('is changed and removed by who names %s, or not', (_, ifMatch, code) => {
    const acts = [
      () => decideChangeWebhook({ ...ids, enabled: false, ifMatch }, having(present)),
      () => decideRemoveWebhook({ ...ids, ifMatch }, having(present)),
    ];
    for (const act of acts) {
      if (code === undefined) expect(act().events).toHaveLength(1);
      else expect(refusalOf(act)).toMatchObject({ code, facts: { version: 3 } });
    }
  });

  it('has the present secret beside a new one for a while, and not the one before', () => {
    const command = { ...ids, sealedSecret: 'third', keepOldHours: 2 };
    const old = { sealedSecret: 'first', endsAt: now.toISOString() };
    const { changes, reply } = decideRotateSecret(command, having({ ...present, sealedSecret: 'second', old }), now);
    const endsAt = new Date(now.getTime() + 2 * 3_600_000).toISOString();
    const after = { sealedSecret: 'third', old: { sealedSecret: 'second', endsAt } };
    expect(changes).toEqual([expect.objectContaining({ after: expect.objectContaining(after) as unknown })]);
    expect(reply).toMatchObject({ version: 4, oldSecretEndsAt: endsAt, sealedDigest: digestOf('third') });
    expect(JSON.stringify(reply)).not.toContain('"third"');
    const at0 = decideRotateSecret({ ...command, keepOldHours: 0 }, having(present), now);
    expect(at0.reply).not.toHaveProperty('oldSecretEndsAt');
  });

  it('that is not there is refused, whatever is wanted of it', () => {
    const acts = [
      () => decideChangeWebhook({ ...ids, enabled: false }, having()),
      () => decideRemoveWebhook(ids, having()),
      () => decideRotateSecret({ ...ids, sealedSecret: 'x', keepOldHours: 0 }, having(), now),
    ];
    expect(acts.map((act) => refusalOf(act).code)).toEqual(acts.map(() => 'webhook-not-found'));
  });

  it('is removed once', () => {
    const state = having(present);
    const { changes, reply } = decideRemoveWebhook(ids, state);
    expect(reply).toEqual({ id: idOf(80) });
    state.apply(changes);
    expect(refusalOf(() => decideRemoveWebhook(ids, state)).code).toBe('webhook-not-found');
  });
});

describe('which mails an admin gets', () => {
  const choose = (of: { on?: 'run-held'[]; off?: 'run-held'[] }, state = given()) =>
    decideChooseNotifications({ accountId, on: [], off: [], ...of, actor }, state);

  it('is what she switches off and on; the rest stays', () => {
    const state = given();
    const { changes, events, reply } = choose({ off: ['run-held'] }, state);
    expect(reply).toEqual({ off: ['run-held'] });
    expect(events.map(inWords)).toEqual(['account.notifications-chosen']);
    state.apply(changes);
    expect(choose({ off: ['run-held'] }, state).changes).toEqual([]);
    expect(choose({ on: ['run-held'] }, state).reply).toEqual({ off: [] });
  });

  it('is hers alone to say', () => {
    const operator: Actor = { kind: 'operator', id: 'root' };
    const act = () => decideChooseNotifications({ accountId, on: [], off: [], actor: operator }, given());
    expect(refusalOf(act).code).toBe('not-an-admin');
  });
});
