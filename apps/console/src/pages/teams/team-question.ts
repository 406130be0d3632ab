import type { ListTeamsData } from '../../api/generated/types.gen';

/** Filters of the list of teams, as they stand in its address. */
export interface TeamFilters {
  readonly search?: string;
  readonly owner?: string;
  readonly drift?: string;
  readonly held?: string;
}

/**
 * The question behind the filters.
 * @param seesDrift whether who asks may filter by what the reconciler finds
 */
export function teamsQuestion(filters: TeamFilters, seesDrift: boolean): NonNullable<ListTeamsData['query']> {
  const { search, owner, drift, held } = filters;
  const isOwner = owner === 'directory' || owner === 'workspace';
  return {
    order: 'name',
    ...(search ? { search } : {}),
    ...(isOwner ? { ownedBy: owner } : {}),
    ...(drift && seesDrift ? { drift: 'true' } : {}),
    ...(held && seesDrift ? { held: 'true' } : {}),
  };
}
