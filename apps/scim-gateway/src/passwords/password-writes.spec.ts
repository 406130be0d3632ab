import { Refusal, type PasswordForecast } from '@rollcall/contracts';
import { DryRun, Secret } from '@rollcall/gateway-kit';
import { ServiceUnavailable, type UnavailableReason } from '@rollcall/service-kit';
import { expect, it } from 'vitest';
import type { Call, WriteRequest } from '../http/request-context.js';
import { PasswordWrites, type PasswordFate, type SaidPassword } from './password-writes.js';

const id = '01890a5d-ac96-774b-bcce-b302099a8061';
const write = { owner: { userName: 'ann@acme.example' }, write: { userName: 'ann@acme.example' } };

function requestWith(password: string | undefined, dryRun?: DryRun): WriteRequest {
  const caller = { accountId: id, tokenId: id, creatorId: id, leniency: 'named' as const };
  const secret = password === undefined ? {} : { password: new Secret(password) };
  return { params: {}, headers: {}, body: {}, scim: { id, caller, traceparent: '', leftMs: 9_000, dryRun, ...secret } };
}

/** Sends a write whose password is hashed as "hash". @returns what was sent, and what became of the password */
async function sending(
  password: string | undefined,
  answer: boolean | PasswordForecast | Error,
  refusals: readonly Error[] = [],
  dryRun?: DryRun,
) {
  const sent: SaidPassword[] = [];
  const calls: Call[] = [];
  const fates: PasswordFate[] = [];
  const questions: Call[] = [];
  const forecastPassword = async (_: unknown, call: Call) => {
    questions.push(call);
    if (answer instanceof Error) throw answer;
    return typeof answer === 'boolean' ? { taken: answer } : answer;
  };
  const parts = {
    hasher: { hash: async () => 'hash' },
    users: { forecastPassword },
    count: (fate: PasswordFate) => void fates.push(fate),
  };
  const error = await new PasswordWrites(parts)
    .send(requestWith(password, dryRun), write, async (said, call) => {
      sent.push(said);
      calls.push(call);
      const refusal = refusals[sent.length - 1];
      if (refusal) throw refusal;
    })
    .catch((thrown: unknown) => thrown);
  return { sent, calls, fates, questions, error };
}

const needed = new Refusal('password-needed');
const away = (reason: UnavailableReason) => new ServiceUnavailable('user-service', reason);

it('nothing is asked where no password came, nor about one that breaks the rule', async () => {
  expect(await sending(undefined, true)).toMatchObject({ sent: [{}], fates: [], questions: [] });
  const weak = await sending('password', true);
  expect(weak).toMatchObject({ sent: [{ passwordProblem: 'common' }], fates: ['against-the-rule'], questions: [] });
});

it('a password is hashed where it would be taken, or nobody says so', async () => {
  for (const answer of [true, away('timeout'), away('unreachable'), away('bad-answer')])
    expect(await sending('First-Pass-1', answer)).toMatchObject({
      sent: [{ passwordHash: 'hash' }],
      fates: ['hashed'],
    });
});

it('is not hashed where it is what user-service knows of the person, also where it is needed after all', async () => {
  const owner = { accountSlug: 'acme-of-old', userName: 'ann.lee@acme.example', givenName: 'Annabellina' };
  const refused = { sent: [{ passwordProblem: 'personal' }], fates: ['against-the-rule'] };
  for (const known of ['Acme-of-old', 'annaBELLINA'])
    expect(await sending(known, { taken: true, owner })).toMatchObject({ ...refused, questions: [{}] });
  expect(await sending('First-Pass-1', { taken: true, owner })).toMatchObject({ sent: [{ passwordHash: 'hash' }] });
  const late = await sending('annabellina', { taken: false, owner }, [needed]);
  expect(late).toMatchObject({ sent: [{ passwordUnhashed: true }, { passwordProblem: 'personal' }] });
});

it('the question has a second of the request’s time', async () => {
  expect((await sending('First-Pass-1', true)).questions).toMatchObject([{ leftMs: 1_000 }]);
});

it('nothing is sent where too many questions wait', async () => {
  expect(await sending('First-Pass-1', away('busy'))).toMatchObject({ sent: [], fates: [], error: { reason: 'busy' } });
});

it('a password that is not taken is not hashed, whatever becomes of the write', async () => {
  const unhashed = { sent: [{ passwordUnhashed: true }], fates: ['not-taken'] };
  expect(await sending('First-Pass-1', false)).toMatchObject(unhashed);
  const refused = await sending('First-Pass-1', false, [new Refusal('user-name-taken')]);
  expect(refused).toMatchObject({ ...unhashed, error: { code: 'user-name-taken' } });
});

it('one that is needed after all is hashed and sent once more, as another command of the same request', async () => {
  const { sent, calls, fates, error } = await sending('First-Pass-1', false, [needed]);
  expect([sent, fates, error]).toEqual([[{ passwordUnhashed: true }, { passwordHash: 'hash' }], ['hashed'], undefined]);
  expect(calls.map(({ requestId }) => requestId)).toEqual([id, id]);
  expect(calls[1]?.commandId).toMatch(/^[0-9a-f-]{36}$/);
  expect(calls[1]?.commandId).not.toBe(id);
});

it('once only', async () => {
  const { sent, error } = await sending('First-Pass-1', false, [needed, needed]);
  expect([sent.length, error]).toEqual([2, needed]);
});

it('in a dry run none is hashed: nothing is kept, and what is sent has the form of a hash', async () => {
  const { sent, fates } = await sending('First-Pass-1', true, [], new DryRun());
  expect(sent).toMatchObject([{ passwordHash: expect.stringMatching(/^\$argon2id\$.*A{43}$/) as string }]);
  expect(fates).toEqual([]);
});

it('in a dry run one that is needed after all is not hashed either', async () => {
  const { sent, fates, error } = await sending('First-Pass-1', false, [needed], new DryRun());
  expect(sent).toMatchObject([
    { passwordUnhashed: true },
    { passwordHash: expect.stringMatching(/^\$argon2id\$.*A{43}$/) as string },
  ]);
  expect([fates, error]).toEqual([[], undefined]);
});
