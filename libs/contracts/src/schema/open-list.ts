const openLists = new WeakSet<object>();

/** A keyword of our JSON Schemas beside `enum`: values may be added without a new version. */
export const openListKeyword = 'x-open-enum';

/**
 * Declares a list of values that may grow without a new version of the messages that use it (`@IsIn`): who reads such a message
 * has an answer to a value that it does not know. Every other list is closed.
 */
export function openList<const Values extends readonly string[]>(values: Values): Values {
  openLists.add(values);
  return values;
}

export function isOpenList(values: object): boolean {
  return openLists.has(values);
}
