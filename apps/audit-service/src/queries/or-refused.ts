import { Refusal } from '@rollcall/contracts';
import { SearchQueryInvalid } from '../domain/search-query.js';

/** @throws Refusal audit-question-invalid in place of a SearchQueryInvalid */
export async function orRefused<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof SearchQueryInvalid) throw new Refusal('audit-question-invalid', { problem: error.message });
    throw error;
  }
}
