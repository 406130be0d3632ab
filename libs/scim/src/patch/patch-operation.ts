import type { Filter } from '../filter/filter.js';

/** Where an operation acts, with names as the schema has them. */
export interface PatchPath {
  /** URN of an extension; absent for the core schema. */
  readonly schema?: string;
  readonly attribute: string;
  readonly subAttribute?: string;
  /** Which elements; its paths are relative to one element. */
  readonly valueFilter?: Filter;
}

/**
 * One operation, normalised. Only these shapes remain:
 * 1. a simple attribute: replace with a typed value, or remove;
 * 2. a part of a complex one (`name.givenName`): replace or remove; remove without a part takes the whole;
 * 3. a multi-valued attribute: add or replace with a list of elements, or remove all;
 * 4. with a filter: replace with an object that is merged into each element that fulfils it (made where none does), or remove those;
 * 5. with a filter and a part: replace that part of each, or remove it;
 * 6. a part of every element (`emails.value`).
 */
export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: PatchPath; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: PatchPath };
