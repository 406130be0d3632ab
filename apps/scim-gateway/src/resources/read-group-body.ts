import { parseJsonText } from '@rollcall/gateway-kit/json';
import { groupResourceSchema, readPatchOp, readResource, type Reading } from '@rollcall/scim';
import type { WholeTeam } from '../clients/team-changes.js';
import { limitsOfGroupBody } from '../http/body-limits.js';
import { assertNamesOnce, assertReadable, jsonIn } from '../http/json-text.js';
import { teamFromScim } from './team-mapping.js';
import { teamSteps, type SaidStep } from './team-steps.js';
import { depthOfMembers, withoutLabels } from './without-labels.js';

/** How the body of a request is to be read: as a group, or as changes of the group with this id. */
export type GroupReading = Reading & ({ readonly as: 'whole' } | { readonly as: 'changes'; readonly id: string });

/** What a body about a group says, without all that is ignored. */
export interface GroupSaid {
  readonly whole?: WholeTeam;
  readonly steps?: readonly SaidStep[];
  /** The text has escapes: only from them can characters come that cannot be stored. */
  readonly hasEscapes: boolean;
}

/**
 * Reads a body about a group to the end, from its bytes to what is said of the team. It needs nothing but the protocol,
 * so that a thread of its own can do it.
 * @param release called as soon as the bytes are not needed any more
 * @throws ScimError, NotJson
 */
export function readGroupBody(bytes: Buffer, reading: GroupReading, release: () => void = () => {}): GroupSaid {
  assertReadable(bytes, limitsOfGroupBody);
  const { body, hasEscapes } = parsed(bytes, reading, release);
  if (reading.as === 'whole')
    return { whole: teamFromScim(readResource(body, groupResourceSchema, reading)), hasEscapes };
  return { steps: teamSteps(readPatchOp(body, groupResourceSchema, reading)), hasEscapes };
}

/** The text of a large body takes as much memory as what is made of it next: it ends here. */
function parsed(bytes: Buffer, { as }: GroupReading, release: () => void) {
  const short = withoutLabels(bytes, depthOfMembers[as]);
  const text = jsonIn(short ?? bytes.toString('utf8'));
  // Where a shorter text breaks is told of the whole, so its bytes stay until it is parsed.
  if (short === undefined) release();
  const whole = short === undefined ? undefined : () => jsonIn(bytes.toString('utf8'));
  const body = parseJsonText(text, { longNumbersAsText: true, whole });
  if (short !== undefined) release();
  assertNamesOnce(text, depthOfMembers[as] - 1); // members themselves are many
  return { body, hasEscapes: text.includes('\\u') };
}
