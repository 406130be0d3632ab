import type { Filter as DomainFilter, UserChange } from '@rollcall/contracts';
import { ScimError, type PatchOperation, type PatchPath } from '@rollcall/scim';
import { domainAttribute } from './domain-attribute.js';
import { domainFilter } from './domain-filter.js';
import { userTypeOfRole, userTypesOfRoles } from './user-mapping.js';

/** Fulfilled by every element of a multi-valued attribute. */
const each: DomainFilter = { is: 'and', of: [] };

/** Turns the operations of a PATCH, as `readPatchOp` normalised them, into changes of a user. */
export function userChanges(operations: readonly PatchOperation[]): UserChange[] {
  const types = [...new Set(operations.flatMap(typesIn))];
  const last = operations.findLast((operation) => typesIn(operation).length > 0);
  const all = operations.flatMap((operation): UserChange[] => {
    if (!isOfRoles(operation)) return [changeOf(operation)];
    if (operation !== last) return [];
    return [{ change: 'set', attribute: 'userType', value: types.length === 1 ? types[0] : types }];
  });
  return withoutRepeatedTypes(all);
}

const isOfRoles = ({ path }: PatchOperation) => path.schema === undefined && path.attribute === 'roles';

function changeOf(operation: PatchOperation): UserChange {
  const { path } = operation;
  if (path.valueFilter) return changeOfElements(operation, domainFilter(path.valueFilter));
  if (path.subAttribute !== undefined && isMultiValued(path)) return changeOfElements(operation, each);
  const attribute = domainAttribute(path);
  if (operation.op === 'remove') return { change: 'clear', attribute };
  const adds = operation.op === 'add' && Array.isArray(operation.value);
  return { change: adds ? 'add-values' : 'set', attribute, value: operation.value };
}

/** A change of the elements that fulfil a filter, or of one of their sub-attributes. */
function changeOfElements(operation: PatchOperation, where: DomainFilter): UserChange {
  const { subAttribute, ...list } = operation.path;
  const attribute = domainAttribute(list);
  if (operation.op === 'remove') {
    return { change: 'remove-values', attribute, where, ...(subAttribute === undefined ? {} : { subAttribute }) };
  }
  const value = subAttribute === undefined ? operation.value : { [subAttribute]: operation.value };
  const existing = operation.existingOnly ? { existingOnly: operation.existingOnly } : {};
  return { change: 'change-values', attribute, where, value, ...existing };
}

const multiValued = new Set(['emails', 'phoneNumbers', 'addresses', 'roles']);
const isMultiValued = ({ schema, attribute }: PatchPath) => schema === undefined && multiValued.has(attribute);

/**
 * Entra sends the user type as `roles` (rule 3): a list of roles, an element, or only its value. Of several,
 * user-service takes the strongest. Removing a role changes nothing: every user has a type, and Entra adds the new role
 * in the same request.
 */
function typesIn(operation: PatchOperation): string[] {
  if (!isOfRoles(operation) || operation.op === 'remove') return [];
  const { value } = operation;
  const { subAttribute } = operation.path;
  if (subAttribute !== undefined && subAttribute !== 'value') return [];
  return typeof value === 'string' ? [userTypeOfRole(value)] : userTypesOfRoles(elementsOf(value));
}

function elementsOf(value: unknown): { value?: string; primary?: boolean }[] {
  const elements: unknown[] = Array.isArray(value) ? value : [value];
  return elements.map((element) => {
    if (typeof element === 'string') return { value: element };
    if (typeof element === 'object' && element !== null) return element;
    throw new ScimError(400, 'A value of roles must be an object with "value".', 'invalidValue');
  });
}

/** The same type sent twice (as userType and as roles) is one change. */
function withoutRepeatedTypes(changes: readonly UserChange[]): UserChange[] {
  const isType = ({ change, attribute }: UserChange) => change === 'set' && attribute === 'userType';
  const types = changes.filter(isType);
  if (types.length < 2) return [...changes];
  const last = types.at(-1);
  return changes.filter((change) => !isType(change) || change === last);
}
