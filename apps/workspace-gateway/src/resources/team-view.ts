import type { TeamView } from '@rollcall/contracts';
import type { AnswerOf } from '../contract/define-route.js';
import type { findTeam } from '../contract/team-routes.js';

/** A team as this API shows it: team-service's view without the parts for services only. */
export function teamOf(view: TeamView): AnswerOf<typeof findTeam> {
  const { id, version, displayName, externalId, ownedBy, ownedSince, createdAt, updatedAt } = view;
  return {
    id,
    version,
    displayName,
    ...(externalId === undefined ? {} : { externalId }),
    ownedBy,
    ...(ownedSince === undefined ? {} : { ownedSince }),
    createdAt,
    updatedAt,
  };
}
