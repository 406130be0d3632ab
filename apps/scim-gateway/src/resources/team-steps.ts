import { ScimError, type Filter, type Member, type PatchOperation } from '@rollcall/scim';
import type { TeamStep } from '../clients/team-changes.js';
import { groupText, memberIds, possibleId } from './team-mapping.js';

type MembersStep = Extract<TeamStep, { readonly userIds: readonly string[] }>;

/** A removal of members by what only user-service can answer for all of them: it becomes one of ids (`withFoundMembers`). */
export interface RemovalOfFound {
  readonly change: 'remove-found';
  /** On one member as it is shown. */
  readonly where: Filter;
}

/** A step as a PATCH says it. */
export type SaidStep = TeamStep | RemovalOfFound;

/**
 * Turns the operations of a PATCH on a group, as `readPatchOp` normalised them, into steps; adjacent operations of one
 * kind become one step, whose list grows in place.
 */
export function teamSteps(operations: readonly PatchOperation[]): SaidStep[] {
  const steps: SaidStep[] = [];
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

function stepOf(operation: PatchOperation): SaidStep[] {
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

function membersStep(operation: PatchOperation): SaidStep {
  const { valueFilter, subAttribute } = operation.path;
  if (operation.op === 'remove') {
    if (subAttribute !== undefined) throw unchangeable;
    return valueFilter ? removal(valueFilter) : { change: 'replace-members', userIds: [] };
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

/** Ids that are named need nobody's answer; for who else is meant, user-service is asked. */
function removal(where: Filter): MembersStep | RemovalOfFound {
  if (comparesWithNothing(where)) throw emptyComparison;
  if (!isOfIds(where)) return { change: 'remove-found', where };
  const { ids, isAllBut } = meantBy(where);
  if (!isAllBut) return { change: 'remove-members', userIds: [...ids] };
  return ids.size === 0 ? { change: 'replace-members', userIds: [] } : { change: 'remove-found', where };
}

/** Every text holds the empty one: a template whose variable is empty would remove everybody. */
function comparesWithNothing(filter: Filter): boolean {
  if (filter.kind === 'not') return comparesWithNothing(filter.of);
  if ('of' in filter) return filter.of.some(comparesWithNothing);
  return filter.kind === 'compare' && filter.value === '' && ['co', 'sw', 'ew'].includes(filter.operator);
}

const emptyComparison = new ScimError(
  400,
  'The path removes members that contain an empty text, which everybody does. Nothing was changed. Say what to look for; to remove all members, send the path members without brackets.',
  'invalidFilter',
);

/** Whether a filter compares nothing but ids as wholes, and the type, which all members share. */
function isOfIds(filter: Filter): boolean {
  if (filter.kind === 'not') return isOfIds(filter.of);
  if ('of' in filter) return filter.of.every(isOfIds);
  if (filter.kind === 'valuePath' || !['value', 'type'].includes(filter.path.attribute)) return false;
  return filter.kind === 'present' || filter.operator === 'eq' || filter.operator === 'ne';
}

/** Every member has an id, and is a User: so a filter on these means some ids, or all but some. */
function meantBy(filter: Filter): Meant {
  switch (filter.kind) {
    case 'not':
      return opposite(meantBy(filter.of));
    case 'or':
      return anyOf(filter.of.map(meantBy));
    case 'and':
      return opposite(anyOf(filter.of.map((part) => opposite(meantBy(part)))));
    case 'present':
      return everybody;
    case 'compare':
      return comparedTo(filter);
    case 'valuePath':
      return nobody; // `isOfIds` has none
  }
}

function comparedTo({ path, operator, value }: Extract<Filter, { readonly kind: 'compare' }>): Meant {
  const equal = path.attribute === 'value' ? withId(value) : ofType(value);
  return operator === 'eq' ? equal : opposite(equal);
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
