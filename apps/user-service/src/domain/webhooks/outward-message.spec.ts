import { noticeKinds } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { accountId, idOf, now } from '../../../test/support/given.js';
import { mailText, testBody, webhookBody, type OutwardNotice } from './outward-message.js';

const account = { id: accountId, slug: 'acme', name: 'Acme' };
const of = (notice: Partial<OutwardNotice['notice']> = {}, publicUrl?: string): OutwardNotice => ({
  account,
  notice: { id: idOf(70), kind: 'run-held', subjectId: idOf(2), since: now.toISOString(), state: 'waiting', ...notice },
  names: { person: () => 'bob@acme.example', teams: new Map([[idOf(2), 'Design']]), tokens: new Map(), heldLeavers: 3 },
  publicUrl,
});

describe('what is sent of a notice', () => {
  it('is its sentence with the names of now, and a link to the page of the console', () => {
    const { type, data } = JSON.parse(webhookBody(of({}, 'https://app.acme.example'))) as {
      type: string;
      data: { account: object; notice: { sentence: string; link: string } };
    };
    expect([type, data.account]).toEqual(['notice.raised', account]);
    expect(data.notice).toMatchObject({
      sentence:
        'Many members of the team "Design" are not in its group in the identity provider: more than the limit for putting people out at once, so an admin has to decide. Nobody has lost access yet. Look who would be put out; then approve, or add them to the group there.',
      link: `https://app.acme.example/teams/${idOf(2)}?tab=drift`,
    });
    expect(data.notice).not.toHaveProperty('subjectId');
  });

  it('has a relative link of the API where nobody has said where the console is', () => {
    expect(webhookBody(of())).toContain(`"link":"/api/reconciler/teams/${idOf(2)}/drift"`);
  });

  it.each(noticeKinds)('is a mail of %s that says which account, and how to get no more of them', (kind) => {
    const { subject, text } = mailText(of({ kind }, 'https://app.acme.example/'), 0);
    expect(subject).toMatch(/ \(Acme\)$/u);
    expect(text).toMatch(/\n\nWhere to look: https:\/\/app\.acme\.example\/(?!api)[a-z]+/u);
    expect(text).toContain('as an admin of Acme (acme)');
    expect(text).toContain('https://app.acme.example/profile');
    expect(text).not.toMatch(/more notices? of this kind/);
  });

  it('says in a mail where to look where nobody has said where the console is', () => {
    expect(mailText(of(), 0).text).toContain(
      `\n\nWhere to look: in the product (GET /api/reconciler/teams/${idOf(2)}/drift)\n`,
    );
  });

  it.each([
    [1, 'There is one more notice of this kind, without a mail of its own:'],
    [12, 'There are 12 more notices of this kind, without a mail of their own:'],
  ])('says in a mail that %i more were raised', (more, sentence) => {
    expect(mailText(of(), more).text).toContain(`${sentence} /api/notices\n`);
  });
});

it('a test says that it is one', () => {
  expect(JSON.parse(testBody(account, now))).toMatchObject({ type: 'webhook.test', data: { account } });
});
