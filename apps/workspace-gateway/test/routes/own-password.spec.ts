import { digestOf, PasswordQueries, Refusal, WorkspaceUserCommands } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { accountId, byAnn, sharedGateway, tokenOf, userId } from '../gateway-under-test.js';
import { bob, bobShown } from '../views.js';

const gateway = await sharedGateway(new Refusal('version-mismatch'));

const argon2id = expect.stringMatching(/^\$argon2id\$/) as string;
const owner = {
  accountSlug: 'acme',
  userName: 'ann.surveyor@acme.example',
  givenName: 'Ann',
  familyName: 'Lee-Marlowe',
};

describe('PUT /api/me/password', () => {
  const body = { currentPassword: 'Correct-Horse-7', newPassword: 'Battery-Staple-8' };
  const change = (of: object = {}) =>
    gateway.ask('/api/me/password', { method: 'PUT', as: 'guest', body: { ...body, ...of } });
  const isOld = ({ password }: { readonly password: string }) =>
    password === body.currentPassword ? ({ matches: true, version: 6, owner } as const) : ({ matches: false } as const);

  it('sets the new one for the version whose password was compared, and says which session goes on', async () => {
    gateway.services.answerBy(PasswordQueries.compareOwn, isOld);
    const ann = { ...bob, id: userId };
    gateway.services.reply(WorkspaceUserCommands.changeOwnPassword, ann);
    const { status, headers, json } = await change();
    const requestId = headers.get('x-request-id');
    expect([status, headers.get('etag'), json]).toEqual([200, 'W/"7"', { ...bobShown, id: userId }]);
    const question = { accountId, userId, password: body.currentPassword, requestId, site: '127.0.0.1' };
    expect(gateway.asked()).toEqual([[PasswordQueries.compareOwn, question]]);
    const sessionDigest = digestOf(tokenOf('guest'));
    const input = { userId, passwordHash: argon2id, sessionDigest, ifMatch: ['6'] };
    expect(gateway.sent).toEqual([byAnn(WorkspaceUserCommands.changeOwnPassword, input)]);
  });

  it('refuses with 403 where the old one is wrong, and sends nothing', async () => {
    gateway.services.answerBy(PasswordQueries.compareOwn, isOld);
    const { status, json, text } = await change({ currentPassword: 'Wrong-Horse-7' });
    expect([status, json['code'], gateway.sent]).toEqual([403, 'password-wrong', []]);
    expect(text).not.toContain('Wrong-Horse-7');
  });

  it('asks to repeat it where the person has changed since the password was compared', async () => {
    gateway.services.answerBy(PasswordQueries.compareOwn, isOld);
    const { status, json, headers } = await change();
    expect([status, json['code'], headers.get('retry-after')]).toEqual([429, 'overtaken', '1']);
  });

  it.each([
    ['a common one', 'password12'],
    ['the address', owner.userName],
    ['the name', 'ann lee-marlowe'],
  ])('refuses %s as the new one, and sends nothing', async (_, newPassword) => {
    gateway.services.answerBy(PasswordQueries.compareOwn, isOld);
    const { status, json, text } = await change({ newPassword });
    expect([status, json['code'], gateway.sent]).toEqual([422, 'password-refused', []]);
    expect(json['problems']).toEqual([{ at: '/newPassword', problem: expect.any(String) as string }]);
    expect(text).not.toContain(newPassword);
  });

  it('says where user-service lets nobody try for a while, and sends nothing', async () => {
    gateway.services.answerBy(PasswordQueries.compareOwn, () => ({ matches: false, retryAfterS: 7 }) as const);
    const { status, json, headers } = await change();
    expect([status, json['code'], headers.get('retry-after')]).toEqual([429, 'sign-in-limit', '7']);
    expect(gateway.sent).toEqual([]);
  });
});
