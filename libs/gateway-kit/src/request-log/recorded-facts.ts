import {
  claimedAccountForm,
  holdsToken,
  isUuid,
  longestRecordedText,
  recordedIds,
  type RecordedFacts,
  type RefusalFacts,
} from '@rollcall/contracts';

const lists = ['unknownIds', 'groupIds'] as const;
const ids = ['userId', 'teamId', 'tokenId', 'roleId', 'takeoverId'] as const;
const names = ['attribute', 'action', 'setting'] as const;
const counts = ['count', 'held', 'declined', 'left', 'limit', 'users'] as const;

/**
 * What is recorded of a refusal's facts: ids, counts and names of attributes. Values are not, and of what a client named as a member
 * no more than its beginning, and nothing where it holds a token. Undefined where nothing is left.
 */
export function recordedFacts(facts: RefusalFacts = {}): RecordedFacts | undefined {
  const recorded: RecordedFacts = {};
  for (const name of ids) {
    const id = facts[name];
    if (typeof id === 'string' && isUuid(id)) recorded[name] = id;
  }
  for (const name of names) {
    const [text] = textsOf([facts[name]]);
    if (text !== undefined) recorded[name] = text;
  }
  const { claimedAccount } = facts;
  if (typeof claimedAccount === 'string' && claimedAccountForm.test(claimedAccount))
    recorded.claimedAccount = claimedAccount;
  for (const name of counts) {
    const count = facts[name];
    if (typeof count === 'number' && Number.isInteger(count)) recorded[name] = count;
  }
  for (const name of lists) {
    const named = facts[name];
    const found = Array.isArray(named) ? textsOf(named).slice(0, recordedIds) : [];
    if (found.length > 0) recorded[name] = found;
  }
  return Object.keys(recorded).length > 0 ? recorded : undefined;
}

function textsOf(values: readonly unknown[]): string[] {
  return values
    .filter((value) => typeof value === 'string')
    .filter((text) => text !== '' && !holdsToken(text))
    .map((text) => text.slice(0, longestRecordedText));
}
