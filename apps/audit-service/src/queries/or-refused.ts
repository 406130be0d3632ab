import { Refusal } from '@rollcall/contracts';
import { QuestionProblem } from '../domain/question.js';

/** @throws Refusal audit-question-invalid in place of a QuestionProblem */
export async function orRefused<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof QuestionProblem) throw new Refusal('audit-question-invalid', { problem: error.message });
    throw error;
  }
}
