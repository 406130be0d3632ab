import { ScimError, type Filter, type Member, type PatchOperation } from '@rollcall/scim';
import type { TeamStep } from '../clients/team-command-bus.js';
import { memberId } from './team-mapping.js';

type MembersStep = Extract<TeamStep, { readonly userIds: readonly string[] }>;

/**
 * Turns the operations of a PATCH on a group, as `readPatchOp` normalised them, into steps; adjacent operations of one
 * kind become one step, whose list grows in place.
 */
export function teamSteps(operations: readonly PatchOperation[]): TeamStep[] {
  const steps: TeamStep[] = [];
  let open: { readonly change: MembersStep['change']; readonly userIds: string[] } | undefined;
  for (const step of operations.flatMap(stepOf)) {
    if (!('userIds' in step)) {
      open = undefined;
      steps.push(step);
    } else if (open && open.change === step.change && step.change !== 'replace-members') {
      for (const userId of step.userIds) open.userIds.push(userId);
    } else {
      open = { change: step.change, userIds: [...step.userIds] };
      steps.push(open);
    }
  }
  return steps;
}

function stepOf(operation: PatchOperation): TeamStep[] {
  switch (operation.path.attribute) {
    case 'displayName':
      return [{ change: 'rename', displayName: nameOf(operation) }];
    case 'externalId':
      return [
        { change: 'set-external-id', ...(operation.op === 'remove' ? {} : { externalId: String(operation.value) }) },
      ];
    case 'members':
      return [membersStep(operation)];
    default:
      return [];
  }
}

function nameOf(operation: PatchOperation): string {
  if (operation.op !== 'remove' && typeof operation.value === 'string') return operation.value;
  throw new ScimError(400, 'A group needs a displayName: it can be changed, and not removed.', 'invalidValue');
}

function membersStep(operation: PatchOperation): TeamStep {
  const { valueFilter, subAttribute } = operation.path;
  if (operation.op === 'remove') {
    if (subAttribute !== undefined) throw unchangeable;
    return valueFilter
      ? { change: 'remove-members', userIds: namedBy(valueFilter) }
      : { change: 'replace-members', userIds: [] };
  }
  if (valueFilter || subAttribute !== undefined) throw unchangeable;
  const elements = operation.value as readonly Partial<Member>[]; // shape 3 of `PatchOperation`
  const userIds = elements.map(memberId);
  return { change: operation.op === 'add' ? 'add-members' : 'replace-members', userIds };
}

const unchangeable = new ScimError(
  400,
  'A member has nothing that could be changed: remove it from the group, and add another.',
  'mutability',
);

/**
 * The ids in `value eq "a"`, alone or joined by `or`.
 * @throws ScimError invalidFilter for any other filter on members
 */
function namedBy(filter: Filter): string[] {
  if (filter.kind === 'or') return filter.of.flatMap(namedBy);
  const isId = filter.kind === 'compare' && filter.operator === 'eq' && filter.path.attribute === 'value';
  if (isId && typeof filter.value === 'string') return [filter.value];
  throw new ScimError(400, 'Members are removed by their id: members[value eq "id"].', 'invalidFilter');
}
