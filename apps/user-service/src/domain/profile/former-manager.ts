import type { UserChange } from '@rollcall/contracts';
import { applyChanges, type UserTree } from './apply-changes.js';
import { same } from './changed-attributes.js';

/**
 * Applies the changes of one request. Where they bring another manager, the former one's displayName does not stay beside the
 * new id: Entra sends the id alone. A name that the request gives is kept, whatever their order.
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
