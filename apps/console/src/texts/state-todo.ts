import type { ProvisioningState } from '../api/generated/types.gen';
import { sentences } from './sentences';

/** What an admin does about a state; as the API says it, where the state is of a later version than this page. */
export function stateTodo({ code, todo }: Pick<ProvisioningState, 'code' | 'todo'>): string {
  const known: Readonly<Partial<Record<string, string>>> = sentences().stateTodos;
  return known[code] ?? todo;
}
