import { ScimError } from '../errors/scim-error.js';
import type { LeniencyName } from './leniencies.js';

/** What is taken beyond the standard: what has a name in `leniencies`, or nothing. */
export type Leniency = 'named' | 'none';

/** How a request is read. */
export interface Reading {
  /** Default: `named`. */
  readonly leniency?: Leniency | undefined;
}

/**
 * Lets something pass that the standard does not have, by the name of its leniency.
 * @throws ScimError the refusal, where nothing beyond the standard is taken
 */
export function grant(leniency: Leniency, name: LeniencyName, refusal: () => ScimError): void {
  if (leniency === 'named') return;
  const { status, detail, scimType } = refusal();
  throw new ScimError(status, `${detail} (This token is strict: the leniency ${name} is off.)`, scimType);
}
