import { ScimError } from '../errors/scim-error.js';
import type { AttributePath } from '../schemas/attribute-path.js';

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
    if (!excuse || isActive || !(error instanceof ScimError) || !ofValues.has(error.scimType)) throw error;
    excuse(path, error);
    return undefined;
  }
}

const ofValues = new Set<ScimError['scimType']>(['invalidValue', 'mutability']);
