import { auditWords, Refusal, type AuditWords } from '@rollcall/contracts';
import type { NameClient } from '../clients/name-client.js';
import { addressesIn, QuestionProblem, readQuestion, withIds, type Question } from '../domain/question.js';

/**
 * What is looked for, with ids in place of addresses of mail.
 * @throws Refusal audit-question-invalid with a sentence that says why
 */
export function askedQuestion(
  { accountId, ...asked }: AuditWords & { readonly accountId: string },
  names: Pick<NameClient, 'idsOf'>,
): Promise<Question> {
  return orRefused(async () => {
    const words = Object.entries(asked).filter(([name]) => name === 'q' || isWord(name));
    const question = readQuestion(Object.fromEntries(words));
    const ids = await names.idsOf(accountId, addressesIn(question));
    return withIds(question, (address) => ids.get(address));
  });
}

const isWord = (name: string) => auditWords.some((word) => word === name);

/** @throws Refusal audit-question-invalid in place of a QuestionProblem */
export async function orRefused<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof QuestionProblem) throw new Refusal('audit-question-invalid', { problem: error.message });
    throw error;
  }
}
