import { NotFoundException, PayloadTooLargeException } from '@nestjs/common';
import { Refusal, refusalCodes } from '@rollcall/contracts';
import { CommandNotTaken, CommandOutcomeUnknown, PasswordQueueFull } from '@rollcall/gateway-kit';
import { ScimError } from '@rollcall/scim';
import { ServiceUnavailable } from '@rollcall/service-kit';
import { describe, expect, it } from 'vitest';
import { providerOf } from './provider.js';
import { refusalTable } from './refusal-table.js';
import { renderScimError } from './render-scim-error.js';

const id = '01890a5d-ac96-774b-bcce-b302099a8061';

describe('the answer to a refusal', () => {
  it.each(refusalCodes)('%s is in the table, with a status and a sentence', (code) => {
    const { status, sentence } = refusalTable[code];
    expect(status).toBeGreaterThanOrEqual(400);
    for (const speaker of [undefined, 'Okta SCIM Client 1.0.0']) {
      expect(sentence({}, providerOf(speaker))).toMatch(/^([A-Z]|userName).*\.$/);
      expect(sentence({}, providerOf(speaker))).not.toMatch(/undefined|null|\[object/);
    }
  });

  it.each([
    ['user-name-taken', { userName: 'ann.lee@example.com' }, 409, 'uniqueness'],
    ['user-name-invalid', { userName: 'ann' }, 400, 'invalidValue'],
    ['user-not-found', { userId: id }, 404, undefined],
    ['version-mismatch', { version: 3 }, 412, undefined],
    ['last-admin', { userName: 'ann.lee@example.com', action: 'deactivate' }, 409, 'mutability'],
    ['leaving-held', { userName: 'ann.lee@example.com', held: 24, declined: false }, 409, 'mutability'],
    ['filter-not-supported', { filter: 'title contains' }, 400, 'invalidFilter'],
    ['search-too-long', { seconds: 5 }, 400, 'tooMany'],
    ['too-many-found', { most: 100_000 }, 400, 'tooMany'],
    ['no-target', { attribute: 'emails', where: 'x' }, 400, 'noTarget'],
    ['expired', {}, 429, undefined],
  ] as const)('%s is told with the right status and type', (code, facts, status, scimType) => {
    const failure = renderScimError(new Refusal(code, facts), id);
    expect([failure.status, failure.scimType, failure.code]).toEqual([status, scimType, code]);
  });

  it.each(['expired', 'overtaken', 'dependency-away', 'stage-incomplete'] as const)(
    '%s is to be sent again, and nothing happened',
    (code) => {
      const failure = renderScimError(new Refusal(code), id);
      expect([failure.status, failure.headers]).toEqual([429, { 'retry-after': expect.stringMatching(/^[1-9]$/) }]);
      expect(failure.detail).toContain('Nothing was changed; send the request again.');
    },
  );

  it('of somebody whom the brake holds says how many wait, where to look, and who says it', () => {
    const facts = { userName: 'ann.lee@example.com', held: 24, declined: false, left: 20, limit: 20 };
    const held = renderScimError(new Refusal('leaving-held', facts), id, 'Okta SCIM Client 1.0.0');
    expect(held.detail).toBe(
      'ann.lee@example.com is still active: Okta asked to make more people inactive within ten minutes than the limit of this account (20 people) allows (setting deprovisionBrake). ' +
        '24 people wait for an admin of the product, who approves or declines there, on the page Leavers. ' +
        'Whoever is approved becomes inactive at once: do not send it again, and dismiss this error. Whoever is declined stays active. ' +
        'Until the admin decides, everybody else whom Okta makes inactive waits too.',
    );
    const one = renderScimError(new Refusal('leaving-held', { ...facts, held: 1 }), id);
    expect(one.detail).toMatch(
      /the identity provider asked to make more people inactive.*One person waits for an admin/,
    );
    const declined = renderScimError(new Refusal('leaving-held', { ...facts, declined: true }), id);
    expect(declined.detail).toContain('ann.lee@example.com stays active: an admin of the product declined');
    expect(declined.detail).toContain(
      'assign the person to the app again in the identity provider: that ends the decline',
    );
  });

  it('says what is valid, and names character and attribute', () => {
    const type = renderScimError(
      new Refusal('user-type-unknown', { userType: 'boss', valid: ['admin', 'member'] }),
      id,
    );
    expect(type.detail).toContain('"boss"');
    expect(type.detail).toContain('admin, member');
    const facts = { attribute: 'name.givenName', problem: 'it holds "<" (U+003C) at place 4' };
    const name = renderScimError(new Refusal('name-character', facts), id);
    expect(name.detail).toContain('name.givenName cannot be taken: it holds "<" (U+003C) at place 4.');
  });

  it.each<[string | undefined, RegExp]>([
    ['Okta SCIM Client 1.0.0', /e-mail in Okta under Profile Editor › Mappings\.$/],
    ['OKTA SCIM Integration', /in Okta/],
    ['Azure AD SCIM', /e-mail in Entra under Provisioning › Mappings\.$/],
    ['OneLogin SCIM client', /in OneLogin/],
    ['JumpCloud/1.0', /in JumpCloud/],
    ['authentik/2025.10.1', /in authentik/],
    ['PingOne-provisioner', /in Ping under/],
    ['entra', /in Entra under/],
    ['keycloak', /in Keycloak\.$/],
    ['sailpoint', /in SailPoint/],
    ['aws', /Map it to the person's e-mail\.$/],
    ['other', /Map it to the person's e-mail\.$/],
    ['Apache-HttpClient/4.5.14 (Java/17.0.12)', /Map it to the person's e-mail\.$/],
    ['curl/8.5', /Map it to the person's e-mail\.$/],
    [undefined, /Map it to the person's e-mail\.$/],
  ])('names the provider that speaks, or none: %s', (userAgent, end) => {
    const refusals = [new Refusal('user-name-invalid', { userName: 'ann', problem: 'it has no @' })];
    for (const refusal of refusals) expect(renderScimError(refusal, id, userAgent).detail).toMatch(end);
    for (const code of refusalCodes) {
      const { detail } = renderScimError(new Refusal(code, { attribute: 'userName' }), id, userAgent);
      if (!/okta/i.test(userAgent ?? '')) expect(detail).not.toContain('Okta');
    }
  });

  it('says how to narrow a search that looked through too much', () => {
    const { detail } = renderScimError(new Refusal('search-too-long', { seconds: 5 }), id);
    expect(detail).toContain('after 5 seconds');
    expect(detail).toContain('Narrow it');
  });

  it('quotes no long value, and no address of a person', () => {
    const long = renderScimError(
      new Refusal('user-type-unknown', { userType: 'x'.repeat(5_000), valid: ['admin'] }),
      id,
    );
    expect(long.detail).toContain('(5000 characters)');
    expect(renderScimError(new Refusal('user-name-taken', { userName: 'ann@example.com' }), id).detail).not.toContain(
      'ann@',
    );
  });
});

describe('the answer to a failure', () => {
  it.each([
    ['a full window', new CommandNotTaken('busy'), 'overload', '1'],
    ['a broker that is away', new CommandNotTaken('unavailable'), 'unavailable', '5'],
    ['no time left', new CommandNotTaken('late'), 'deadline', '5'],
    ['a service that is away', new ServiceUnavailable('user-service', 'unreachable'), 'unavailable', '5'],
    ['too many passwords', new PasswordQueueFull(), 'overload', '2'],
  ])('%s is 429 with whole seconds, and nothing happened', (_, error, code, seconds) => {
    const failure = renderScimError(error, id);
    expect([failure.status, failure.code]).toEqual([429, code]);
    expect(failure.headers).toEqual({ 'retry-after': seconds });
    expect(failure.detail).toContain('Nothing was changed');
  });

  it('an unknown outcome is 429 and says so', () => {
    const failure = renderScimError(new CommandOutcomeUnknown(), id);
    expect(failure.status).toBe(429);
    expect(failure.headers).toEqual({ 'retry-after': '5', 'rollcall-outcome': 'unknown' });
    expect(failure.detail).not.toContain('Nothing was changed');
  });

  it('an unknown error tells the id under which it is logged, and nothing of itself', () => {
    const failure = renderScimError(new Error('select * from users where name = ann@example.com'), id);
    expect([failure.status, failure.code]).toEqual([500, 'internal']);
    expect(failure.detail).toContain(id);
    expect(failure.body).not.toContain('select');
  });

  it('a service that fails at the question is a fault, and one that is away is not', () => {
    expect(renderScimError(new ServiceUnavailable('user-service', 'bad-answer', 500), id).status).toBe(500);
    expect(renderScimError(new ServiceUnavailable('user-service', 'bad-answer', 503), id).status).toBe(429);
  });

  it("the framework's own errors are told in our words", () => {
    expect(renderScimError(new NotFoundException('Cannot GET /x?filter=secret'), id).body).not.toContain('secret');
    expect(renderScimError(new PayloadTooLargeException(), id)).toMatchObject({ status: 413, code: 'body-too-large' });
  });

  it('an error of the protocol is told as it is', () => {
    const failure = renderScimError(new ScimError(400, 'The filter breaks at character 3.', 'invalidFilter'), id);
    expect(JSON.parse(failure.body)).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '400',
      scimType: 'invalidFilter',
      detail: 'The filter breaks at character 3.',
    });
  });
});
