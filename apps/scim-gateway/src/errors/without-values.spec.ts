import { longestRecordedSentence, Refusal, type RefusalCode, type RefusalFacts } from '@rollcall/contracts';
import { Failure } from '@rollcall/gateway-kit';
import { ScimError } from '@rollcall/scim';
import { describe, expect, it } from 'vitest';
import { renderScimError } from './render-scim-error.js';

const id = '01890a5d-ac96-774b-bcce-b302099a8061';
const recordedOf = (error: unknown) => renderScimError(error, id, 'Okta SCIM Client 1.0.0').recordedDetail;
const refused = (code: RefusalCode, facts: RefusalFacts) => recordedOf(new Refusal(code, facts));

describe('the sentence of a refusal, as it is recorded', () => {
  it('is the one of the answer where no value is in it', () => {
    const refusal = new Refusal('leaving-held', { held: 24, declined: false, left: 20, limit: 20, userName: '…' });
    const { detail, recordedDetail } = renderScimError(refusal, id);
    expect(recordedDetail).toBe(detail);
    expect(recordedDetail).toContain('24 people wait for an admin');
  });

  it.each<[RefusalCode, RefusalFacts]>([
    ['user-name-taken', { userName: 'zoe.quix@example.com' }],
    ['last-admin', { userName: 'zoe.quix@example.com', action: 'deactivate' }],
    ['user-type-unknown', { userType: 'zoe.quix', valid: ['admin'] }],
    ['takeover-declined', { displayName: 'zoe.quix' }],
    ['external-id-taken', { externalId: 'zoe.quix' }],
    ['filter-not-supported', { filter: 'zoe.quix' }],
  ])('holds no value that the client sent: %s', (code, facts) => {
    expect(renderScimError(new Refusal(code, facts), id).detail.length).toBeGreaterThan(20);
    expect(refused(code, facts)).not.toContain('zoe.quix');
    expect(refused(code, facts)?.length).toBeGreaterThan(20);
  });

  it('names ids of members as its facts do, and how many there are', () => {
    const token = `rollcall_scim_${'a1B2'.repeat(12)}xyz`;
    const said = refused('members-unknown', { unknownIds: ['00u1', token], count: 2 });
    expect(said).toContain('2 of the members are no users of this account: 00u1');
    expect(said).not.toContain(token);
  });

  it.each([
    ['"emails[value eq "zoe@example.com"]" is no attribute path.', '"…" is no attribute path.'],
    [
      'The filter cannot be read at 3: expected a value, but "zoe".',
      'The filter cannot be read at 3: expected a value, but "…".',
    ],
    ['Each member needs a "value": the id of a user.', 'Each member needs a "value": the id of a user.'],
    ['Operation 1 must be an object with "op", and "zoe" is none.', 'Operation 1 must be an object with "…" is none.'],
  ])('leaves out what the standard’s errors quote: %s', (text, recorded) => {
    expect(recordedOf(new ScimError(400, text, 'invalidPath'))).toBe(recorded);
    expect(recordedOf(new Failure('body-malformed', { detail: text }))).toBe(recorded);
  });

  it('has an end', () => {
    const long = recordedOf(new ScimError(400, 'long '.repeat(400)));
    expect(long).toHaveLength(longestRecordedSentence);
    expect(long).toMatch(/…$/);
  });
});
