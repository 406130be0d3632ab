import { parseJsonText } from '@rollcall/gateway-kit/json';
import { groupResourceSchema, readPatchOp, readResource, type Reading } from '@rollcall/scim';
import type { TeamStep, WholeTeam } from '../clients/team-command-bus.js';
import { limitsOfGroupBody } from '../http/body-limits.js';
import { jsonTextOf } from '../http/json-text.js';
import { teamFromScim } from './team-mapping.js';
import { teamSteps } from './team-steps.js';

/** How the body of a request is to be read: as a group, or as changes of the group with this id. */
export type GroupReading = Reading & ({ readonly as: 'whole' } | { readonly as: 'changes'; readonly id: string });

/** What a body about a group says, without all that is ignored. */
export interface GroupSaid {
  readonly whole?: WholeTeam;
  readonly steps?: readonly TeamStep[];
  /** The text has escapes: only from them can characters come that cannot be stored. */
  readonly hasEscapes: boolean;
}

/**
 * Reads a body about a group to the end, from its bytes to what is said of the team. It needs nothing but the protocol,
 * so that a thread of its own can do it.
 * @throws ScimError, NotJson
 */
export const readGroupBody = (bytes: Buffer, reading: GroupReading): GroupSaid =>
  readGroupText(groupTextOf(bytes), reading);

/** The first half of it. @throws ScimError where the text is not worth parsing */
export const groupTextOf = (bytes: Buffer): string => jsonTextOf(bytes, limitsOfGroupBody);

/** The second half of it. @throws ScimError, NotJson */
export function readGroupText(text: string, reading: GroupReading): GroupSaid {
  const hasEscapes = text.includes('\\u');
  const body = parseJsonText(text, { longNumbersAsText: true });
  if (reading.as === 'whole')
    return { whole: teamFromScim(readResource(body, groupResourceSchema, reading)), hasEscapes };
  return { steps: teamSteps(readPatchOp(body, groupResourceSchema, reading)), hasEscapes };
}
