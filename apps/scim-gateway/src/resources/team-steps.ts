import { ScimError, type Filter, type Member, type PatchOperation } from '@rollcall/scim';
import type { TeamStep } from '../clients/team-command-bus.js';
import { groupText, memberIds, possibleId } from './team-mapping.js';

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
      return [{ change: 'rename', displayName: groupText('displayName', nameOf(operation)) }];
    case 'externalId':
      if (operation.op === 'remove') return [{ change: 'set-external-id' }];
      return [{ change: 'set-external-id', externalId: groupText('externalId', String(operation.value)) }];
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
    return valueFilter ? removal(meantBy(valueFilter)) : { change: 'replace-members', userIds: [] };
  }
  if (valueFilter || subAttribute !== undefined) throw unchangeable;
  const elements = operation.value as readonly Partial<Member>[]; // shape 3 of `PatchOperation`
  const userIds = memberIds(elements);
  return { change: operation.op === 'add' ? 'add-members' : 'replace-members', userIds };
}

const unchangeable = new ScimError(
  400,
  'A member has nothing that could be changed: remove it from the group, and add another.',
  'mutability',
);

/** The members that a filter means: those with these ids, or all but those. */
interface Meant {
  readonly ids: ReadonlySet<string>;
  readonly isAllBut: boolean;
}

const nobody: Meant = { ids: new Set(), isAllBut: false };
const everybody: Meant = { ids: new Set(), isAllBut: true };
const opposite = ({ ids, isAllBut }: Meant): Meant => ({ ids, isAllBut: !isAllBut });

function removal({ ids, isAllBut }: Meant): MembersStep {
  if (!isAllBut) return { change: 'remove-members', userIds: [...ids] };
  if (ids.size === 0) return { change: 'replace-members', userIds: [] };
  throw new ScimError(400, 'Members are removed by their ids, and not by the ids of those who stay.', 'invalidFilter');
}

/**
 * Every member has an id, and is a User: so a filter on these means some ids, or all but some.
 * @throws ScimError invalidFilter for a filter on anything else
 */
function meantBy(filter: Filter): Meant {
  switch (filter.kind) {
    case 'not':
      return opposite(meantBy(filter.of));
    case 'or':
      return anyOf(filter.of.map(meantBy));
    case 'and':
      return opposite(anyOf(filter.of.map((part) => opposite(meantBy(part)))));
    case 'present':
      return isOfUser(filter.path) ? everybody : refuse();
    case 'compare':
      return isOfUser(filter.path) ? comparedTo(filter) : refuse();
    case 'valuePath':
      return refuse();
  }
}

const isOfUser = ({ attribute }: { readonly attribute: string }) => attribute === 'value' || attribute === 'type';

function comparedTo({ path, operator, value }: Extract<Filter, { readonly kind: 'compare' }>): Meant {
  if (operator !== 'eq' && operator !== 'ne') return refuse();
  const equal = path.attribute === 'value' ? withId(value) : ofType(value);
  return operator === 'eq' ? equal : opposite(equal);
}

function refuse(): never {
  throw new ScimError(400, 'Members are removed by their id: members[value eq "id"].', 'invalidFilter');
}

const withId = (value: unknown): Meant =>
  typeof value === 'string' ? { ids: new Set([possibleId(value, 'A member to remove')]), isAllBut: false } : nobody;
const ofType = (value: unknown): Meant =>
  typeof value === 'string' && value.toLowerCase() === 'user' ? everybody : nobody;

/** One set grows in place: a filter may name every member of a large group. */
function anyOf(parts: readonly Meant[]): Meant {
  const named = new Set<string>();
  let but: Set<string> | undefined;
  for (const { ids, isAllBut } of parts) {
    if (!isAllBut) for (const id of ids) named.add(id);
    else if (but) but = new Set([...but].filter((id) => ids.has(id)));
    else but = new Set(ids);
  }
  if (!but) return { ids: named, isAllBut: false };
  for (const id of named) but.delete(id);
  return { ids: but, isAllBut: true };
}
