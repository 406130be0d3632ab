import { problemOfText, Refusal, storableText } from '@rollcall/contracts';

/** In UTF-8. An index entry can always hold this much, whatever the text. */
const maxBytes = 2_000;

/** @throws Refusal attribute-invalid */
export function checkExternalId(externalId = ''): void {
  const refuse = (problem: string) => new Refusal('attribute-invalid', { attribute: 'externalId', problem });
  const problem = problemOfText(externalId, storableText);
  if (problem !== undefined) throw refuse(problem);
  if (new TextEncoder().encode(externalId).length > maxBytes) throw refuse(`at most ${maxBytes} bytes are kept`);
}
