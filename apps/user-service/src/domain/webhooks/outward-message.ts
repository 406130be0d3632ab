import {
  noticeLink,
  noticePage,
  noticeSentence,
  type NoticeKind,
  type NoticeNames,
  type NoticeView,
} from '@rollcall/contracts';

/** What is sent outward of a notice. */
export interface OutwardNotice {
  readonly account: { readonly id: string; readonly slug: string; readonly name: string };
  readonly notice: Pick<NoticeView, 'id' | 'kind' | 'subjectId' | 'since' | 'state' | 'outcome'>;
  readonly names: NoticeNames;
  /** Where the console is; where nobody has said so, links are relative ones of the API. */
  readonly publicUrl: string | undefined;
}

/** The body of a message to a webhook, in the form that Standard Webhooks recommends: `type`, `timestamp`, `data`. */
export function webhookBody(of: OutwardNotice): string {
  const { account, notice, names } = of;
  const { id, kind, since, state, outcome } = notice;
  const link = linkOf(of);
  const shown = { id, kind, since, state, outcome, sentence: noticeSentence(notice, names), link };
  return JSON.stringify({ type: 'notice.raised', timestamp: since, data: { account, notice: shown } });
}

/** The body of a test message. */
export function testBody(account: OutwardNotice['account'], now: Date): string {
  const sentence = 'This is a test: Rollcall can reach this webhook.';
  return JSON.stringify({ type: 'webhook.test', timestamp: now.toISOString(), data: { account, sentence } });
}

const subjects: Readonly<Record<NoticeKind, string>> = {
  'leavers-held': 'Many people would become inactive: they wait for your decision',
  'takeover-waiting': 'A group would take over a team: it waits for your decision',
  'run-held': 'Many people would be put out of a team: it waits for your approval',
  'token-ended': 'A token works no more',
  'token-ending': 'A token ends soon',
  'admin-made-by-directory': 'The identity provider made somebody an admin',
  'admin-password-by-directory': "The identity provider changed an admin's password",
};

/**
 * An e-mail to an admin: plain text, in the words of the list of notices.
 * @param more how many notices of the kind were raised besides: they get no mail of their own
 */
export function mailText(of: OutwardNotice, more: number): { readonly subject: string; readonly text: string } {
  const { account, notice, names, publicUrl } = of;
  const text = [
    noticeSentence(notice, names),
    ...(more === 0
      ? []
      : [
          '',
          `There ${more === 1 ? 'is one more notice' : `are ${more} more notices`} of this kind, without a mail of ${more === 1 ? 'its' : 'their'} own: ${publicUrl === undefined ? '/api/notices' : at(publicUrl, '/provisioning')}`,
        ]),
    '',
    `Where to look: ${placeOf(of)}`,
    '',
    `You get this as an admin of ${account.name} (${account.slug}). Which of these mails you get, you choose yourself: ${publicUrl === undefined ? '/api/me/notifications' : at(publicUrl, '/profile')}`,
    '',
  ];
  return { subject: `${subjects[notice.kind]} (${account.name})`, text: text.join('\n') };
}

const linkOf = ({ notice, names, publicUrl }: OutwardNotice) =>
  publicUrl === undefined ? noticeLink(notice, names) : at(publicUrl, noticePage(notice));

/** In a mail: without the console's address there is nothing to follow. */
const placeOf = (of: OutwardNotice) => (of.publicUrl === undefined ? `in the product (GET ${linkOf(of)})` : linkOf(of));

const at = (publicUrl: string, page: string) => publicUrl.replace(/\/+$/, '') + page;
