import { inChunks } from '@rollcall/contracts';
import { Failure } from '@rollcall/gateway-kit';
import { NotJson } from '@rollcall/gateway-kit/json';
import { groupResourceSchema, patchOpReading, readResource } from '@rollcall/scim';
import { inSlices } from '@rollcall/service-kit';
import type { FastifyRequest } from 'fastify';
import type { WholeTeam } from '../clients/team-changes.js';
import type { LargeGroupBodies } from '../http/large-group-bodies.js';
import { readingOf, type WriteRequest } from '../http/request-context.js';
import { assertStorable } from '../http/storable-text.js';
import type { GroupReading, GroupSaid } from '../resources/read-group-body.js';
import { teamFromScim } from '../resources/team-mapping.js';
import { teamSteps, type SaidStep } from '../resources/team-steps.js';

/** A large body about a group, which has been read to the end already. */
export class ReadGroup {
  private constructor(readonly said: GroupSaid) {}

  /** @throws ScimError, Failure */
  static async of(request: FastifyRequest, bytes: Buffer, largeBodies: LargeGroupBodies): Promise<ReadGroup> {
    const said = await largeBodies.read(bytes, groupReadingOf(request)).catch((error: unknown) => {
      throw error instanceof NotJson ? new Failure('body-malformed', { detail: error.message }) : error;
    });
    if (said.hasEscapes) await inSlices(storableCheck(said));
    return new ReadGroup(said);
  }
}

/** So many ids are looked at without a pause: a millisecond. */
const idsPerStep = 5_000;

/** Ids are many: they are looked at a part at a time. */
function* storableCheck({ whole, steps = [] }: GroupSaid): Generator<undefined, void> {
  for (const each of [...(whole ? [whole] : []), ...steps]) {
    const userIds = ('userIds' in each ? each.userIds : undefined) ?? [];
    assertStorable({ ...each, userIds: undefined });
    for (const some of inChunks(userIds, idsPerStep)) {
      assertStorable({ members: some });
      yield;
    }
  }
}

function groupReadingOf(request: FastifyRequest): GroupReading {
  const { method, params } = request;
  const { id } = params as { readonly id?: string }; // as the route's template says
  const how = readingOf(request);
  return method === 'PATCH' && id !== undefined ? { as: 'changes', id, ...how } : { as: 'whole', ...how };
}

/** The group in the body of a POST or PUT. */
export function wholeTeamIn(request: Pick<WriteRequest, 'body' | 'scim'>): WholeTeam {
  const { body } = request;
  if (body instanceof ReadGroup && body.said.whole) return body.said.whole;
  return teamFromScim(readResource(body, groupResourceSchema, readingOf(request)));
}

/** The changes in the body of a PATCH, read in slices. */
export async function teamStepsIn(
  request: Pick<WriteRequest, 'body' | 'patchBudget' | 'scim'>,
  id: string,
): Promise<readonly SaidStep[]> {
  const { body, patchBudget: together } = request;
  if (body instanceof ReadGroup && body.said.steps) return body.said.steps;
  return teamSteps(await inSlices(patchOpReading(body, groupResourceSchema, { id, together, ...readingOf(request) })));
}
