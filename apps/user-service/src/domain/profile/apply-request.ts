import type { UserChange } from '@rollcall/contracts';
import { applyChanges, type UserTree } from './apply-changes.js';
import { same } from './changed-attributes.js';

/**
 * Applies the changes of one request. Where they set another manager, the former manager's displayName is removed,
 * because Entra sends the new id alone. A displayName that the request itself brings is kept, in whatever order the
 * changes come.
 * @throws Refusal as `applyChanges`
 */
export function applyRequest(tree: UserTree, changes: readonly UserChange[]): UserTree {
  const changed = applyChanges(tree, changes);
  const former = managerId(tree);
  if (former === undefined || same(former, managerId(changed))) return changed;
  const nameless: UserChange = { change: 'clear', attribute: 'enterprise.manager.displayName' };
  return applyChanges(tree, [nameless, ...changes]);
}

function managerId({ enterprise }: UserTree): unknown {
  return (enterprise as { manager?: { value?: unknown } } | undefined)?.manager?.value;
}
