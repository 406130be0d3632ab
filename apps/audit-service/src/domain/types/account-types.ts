import {
  AccountEvents,
  ClosingEvents,
  LeaverEvents,
  NoticeEvents,
  WebhookEvents,
  type AccountEvent,
  type WebhookEvent,
} from '@rollcall/contracts';
import { counted, word, type SentenceParts } from '../sentence-parts.js';
import { actOnPerson, actsOn, detailOf, entryType, type EntryType } from './define-type.js';

const account = actsOn<AccountEvent>(({ accountId }) => ({ subject: { kind: 'account', id: accountId } }));

/** Of roles: the name is the owner's to say. */
const role = actsOn<AccountEvent & { readonly roleId: string }>(({ roleId }) => ({
  subject: { kind: 'role', id: roleId },
}));

const nothing = () => ({});
const webhook = ({ webhookId }: WebhookEvent) => ({ webhookId });
const settingsOf = ({ changed, settings }: { changed: string[]; settings: Record<string, string> }) => ({
  changed,
  settings: Object.fromEntries(changed.map((name) => [name, settings[name]])),
});

function saidOf({ detail }: SentenceParts): string {
  const settings = (detail['settings'] ?? {}) as Readonly<Record<string, string | undefined>>; // as settingsOf made it
  return Object.entries(settings)
    .map(([name, value]) => `${name} to ${value ?? 'nothing'}`)
    .join(', ');
}

const lastAdmin: Readonly<Record<string, string>> = {
  deactivate: 'make inactive',
  demote: 'demote',
  delete: 'delete',
};

/** What happens to accounts: settings, roles, guards, leavers, closing. */
export const accountTypes: readonly EntryType[] = [
  account(AccountEvents.created, nothing, ({ who }) => `${who} made the account`),
  account(AccountEvents.settingsChanged, settingsOf, (parts) => `${parts.who} set ${saidOf(parts)}`),
  role(
    AccountEvents.roleCreated,
    ({ basedOn }) => ({ basedOn }),
    ({ who, whom, detail }) => `${who} made ${whom}, based on ${word(detail, 'basedOn')}`,
  ),
  role(AccountEvents.roleRenamed, nothing, ({ who, whom }) => `${who} renamed ${whom}`),
  role(AccountEvents.roleDeleted, nothing, ({ who, whom }) => `${who} deleted ${whom}`),
  actOnPerson(
    AccountEvents.userTypeFellBack,
    ({ given }) => ({ given }),
    ({ who, whom, detail }) => `${who} sent an unknown user type for ${whom}, who got ${word(detail, 'given')}`,
  ),
  actOnPerson(
    AccountEvents.lastAdminGuarded,
    ({ action }) => ({ action }),
    ({ who, whom, detail }) =>
      `${who} wanted to ${lastAdmin[word(detail, 'action')] ?? 'change'} ${whom}, the last active admin, and was refused`,
    'refused',
  ),
  actOnPerson(AccountEvents.directoryMadeAdmin, nothing, ({ who, whom }) => `${who} made ${whom} an admin`),
  actOnPerson(
    AccountEvents.directoryChangedAdminPassword,
    nothing,
    ({ who, whom }) => `${who} changed the password of the admin ${whom}`,
  ),
  actOnPerson(
    LeaverEvents.held,
    ({ left, limit }) => ({ left, limit }),
    ({ who, whom, detail }) =>
      `${who} asked to make ${whom} inactive after ${word(detail, 'left')} others within ten minutes. That is over the account's limit: whoever is asked for from now on stays active until an admin decides`,
    'refused',
  ),
  entryType(
    LeaverEvents.approved,
    ({ actor, accountId, count, userIds, passesUntil }) => ({
      actor,
      subject: { kind: 'account', id: accountId },
      also: userIds,
      detail: detailOf({ count, passesUntil }),
    }),
    ({ who, detail }) => `${who} approved the leaving of ${counted(detail['count'], 'person', 'people')}`,
  ),
  entryType(
    LeaverEvents.declined,
    ({ actor, accountId, count, userIds }) => ({
      actor,
      subject: { kind: 'account', id: accountId },
      also: userIds,
      detail: { count },
    }),
    ({ who, detail }) => `${who} declined the leaving of ${counted(detail['count'], 'person', 'people')}`,
  ),
  account(
    NoticeEvents.acknowledged,
    ({ noticeId, kind }) => ({ noticeId, kind }),
    ({ who, detail }) => `${who} acknowledged the notice ${word(detail, 'kind')}`,
  ),
  account(WebhookEvents.added, webhook, ({ who }) => `${who} made a webhook for notices`),
  account(
    WebhookEvents.changed,
    ({ webhookId, changed }) => ({ webhookId, changed }),
    ({ who, detail }) => `${who} changed ${word(detail, 'changed')} of a webhook`,
  ),
  account(WebhookEvents.removed, webhook, ({ who }) => `${who} removed a webhook`),
  account(WebhookEvents.secretRotated, webhook, ({ who }) => `${who} gave a webhook a new secret`),
  account(
    WebhookEvents.notificationsChosen,
    ({ off }) => ({ off }),
    ({ who, detail }) => `${who} gets notices by e-mail, but for ${word(detail, 'off') || 'none'}`,
  ),
  account(
    ClosingEvents.closing,
    ({ endsAt }) => ({ endsAt }),
    ({ who, detail }) => `${who} began to close the account: it ends on ${word(detail, 'endsAt')}`,
  ),
  account(ClosingEvents.reopened, nothing, ({ who }) => `${who} reopened the account`),
  account(ClosingEvents.closed, nothing, ({ who }) => `${who} closed the account`),
];
