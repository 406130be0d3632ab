import type { Filter } from '../filter/filter.js';

/** The target of an operation, with names as the schema writes them. */
export interface PatchPath {
  /** URN of an extension; absent for the core schema. */
  readonly schema?: string;
  readonly attribute: string;
  readonly subAttribute?: string;
  /** Which elements are meant; the filter's paths are relative to one element. */
  readonly valueFilter?: Filter;
}

/**
 * A normalised operation. Only these shapes exist:
 * 1. a simple attribute: replace with a typed value, or remove;
 * 2. a sub-attribute of a complex one (`name.givenName`): replace or remove; remove without sub-attribute removes the
 *   whole;
 * 3. a multi-valued attribute: add or replace with a list of elements, or remove all;
 * 4. with a filter: replace with an object that is merged into each element that fulfils it (if none does, one is
 *   made, unless `existingOnly`), or remove those elements;
 * 5. with a filter and a sub-attribute: replace that sub-attribute of each such element, or remove it;
 * 6. a sub-attribute of every element (`emails.value`).
 */
export type PatchOperation =
  | {
      readonly op: 'add' | 'replace';
      readonly path: PatchPath;
      readonly value: unknown;
      /** Shapes 4 and 5: where no element fulfils the filter, the operation has no target and none is made. */
      readonly existingOnly?: true;
    }
  | { readonly op: 'remove'; readonly path: PatchPath };
