import { longestOfUser, problemOfText, Refusal, storableText, type TextRule } from '@rollcall/contracts';

/** An index entry can always hold so many bytes, whatever the text. */
const externalIdRule: TextRule = { ...storableText, maxLength: longestOfUser.externalId, maxBytes: 2_000 };

/** @throws Refusal attribute-invalid */
export function checkExternalId(externalId = ''): void {
  const problem = problemOfText(externalId, externalIdRule);
  if (problem !== undefined) throw new Refusal('attribute-invalid', { attribute: 'externalId', problem });
}
