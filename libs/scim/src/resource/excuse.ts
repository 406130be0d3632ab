import { ScimError } from '../errors/scim-error.js';
import type { AttributePath } from '../schemas/attribute-path.js';
import { SaidTwice } from './said-once.js';

/**
 * Takes the refusal of an attribute's value, which is then read as if it had not been sent. A caller that knows only afterwards whether it
 * may be left out keeps the refusal.
 */
export type Excuse = (path: AttributePath, refusal: ScimError) => void;

/**
 * Reads something of one attribute.
 * @returns undefined where its value is refused, and that is excused
 * @throws ScimError where nothing excuses it, and where the request is malformed; about `active`, which the excuse may hang on
 */
export function readOrExcuse<Of>(excuse: Excuse | undefined, path: AttributePath, read: () => Of): Of | undefined {
  try {
    return read();
  } catch (error) {
    const isActive = path.schema === undefined && path.attribute === 'active';
    if (!excuse || isActive || !(error instanceof ScimError) || !isOfValue(error)) throw error;
    excuse(path, error);
    return undefined;
  }
}

/** Excuses the refusal of an attribute. @throws the refusal, where nothing excuses it */
export function refuseOrExcuse(excuse: Excuse | undefined, path: AttributePath, refusal: ScimError): void {
  readOrExcuse(excuse, path, () => {
    throw refusal;
  });
}

const isOfValue = (error: ScimError) =>
  error instanceof SaidTwice || error.scimType === 'invalidValue' || error.scimType === 'mutability';
