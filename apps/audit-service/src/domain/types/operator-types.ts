import { OperatorActedRecorded, type OperatorAct } from '@rollcall/contracts';
import { word, type SentenceParts } from '../sentence-parts.js';
import { detailOf, entryType, type EntryType } from './define-type.js';

const acts: Readonly<Record<OperatorAct, (parts: SentenceParts) => string>> = {
  'parked-retried': ({ detail }) => `had a parked message of ${word(detail, 'service')} tried again`,
  'parked-skipped': ({ detail }) => `skipped a parked message of ${word(detail, 'service')}`,
  'dead-letter-shown': ({ detail }) => `looked at a dead letter of ${word(detail, 'service')}`,
  'dead-letter-replayed': ({ detail }) => `put a dead letter of ${word(detail, 'service')} back on its topic`,
  'topics-watched': () => 'watched topics, with what messages hold',
  'audit-held': () => 'had the audit log of the account held: nothing of it is dropped any more',
  'audit-hold-ended': () => 'ended the hold on the audit log of the account',
  'audit-searched': () => 'looked into the audit log of the account',
  'audit-exported': () => 'exported the audit log of the account',
  'person-struck': () => 'had a person who was erased struck from the audit log of the account',
};

const reading: ReadonlySet<OperatorAct> = new Set(['audit-searched', 'audit-exported']);

const isAct = (text: string): text is OperatorAct => Object.hasOwn(acts, text);

/** What operators do beside commands, whose events tell of themselves. */
export const operatorTypes: readonly EntryType[] = [
  entryType(
    OperatorActedRecorded,
    ({ operator, accountId, userId, ...detail }) => ({
      actor: { kind: 'operator', id: operator },
      subject: accountId === undefined ? undefined : { kind: 'account', id: accountId },
      also: userId === undefined ? undefined : [userId],
      // As of who looks through the workspace API: else each look at the changes would be the next one's news.
      log: reading.has(detail.act) ? 'reads' : 'changes',
      detail: detailOf(detail),
    }),
    (parts) => {
      const act = word(parts.detail, 'act');
      const type = word(parts.detail, 'messageType');
      return `${parts.who} ${isAct(act) ? acts[act](parts) : act}${type && ` (${type})`}`;
    },
  ),
];
