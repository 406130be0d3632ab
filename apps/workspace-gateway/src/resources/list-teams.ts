import type { ListedTeam, ListedTeams, ListTeams } from '@rollcall/contracts';
import type { AnswerOf, CheckedOf } from '../contract/define-route.js';
import type { listTeams } from '../contract/team-routes.js';
import { problem } from '../errors/problem-table.js';
import { keyedCursorAfter, readKeyedCursor, readCursor } from '../http/cursor.js';
import { teamOf } from './team-view.js';

type ListTeamsQuery = CheckedOf<typeof listTeams>['query'];

/**
 * The question behind a request.
 * @param seesDrift whether who asks may see what the reconciler does
 * @throws Failure forbidden for a filter by what may not be seen; request-invalid
 */
export function teamsQuestion(asked: ListTeamsQuery, seesDrift: boolean): Omit<ListTeams, 'accountId'> {
  const { limit, cursor, search, ownedBy, drift, held, order, offset, ids } = asked;
  if ((drift ?? held) !== undefined && !seesDrift) throw problem('forbidden');
  if (cursor !== undefined && offset !== undefined)
    throw problem('request-invalid', {}, { problems: [{ at: '/offset', problem: 'is not for a cursor' }] });
  if (ids !== undefined) {
    if ([cursor, search, ownedBy, drift, held, order, offset].some((other) => other !== undefined))
      throw problem('request-invalid', {}, { problems: [{ at: '/ids', problem: 'stands alone' }] });
    return { ids: ids.split(','), limit };
  }
  return {
    ...(order === 'name' ? readKeyedCursor(cursor) : readCursor(cursor)),
    limit,
    ...(search === undefined ? {} : { search }),
    ...(ownedBy === undefined ? {} : { ownedBy }),
    ...(drift === undefined ? {} : { drifting: true }),
    ...(held === undefined ? {} : { held: true }),
    ...(order === undefined ? {} : { order }),
    ...(offset === undefined ? {} : { offset }),
    ...(cursor === undefined ? { counted: true } : {}),
  };
}

/** A page as this API shows it: what the reconciler finds to those alone who may see it. */
export function teamPage({ teams, next, nextKey, total }: ListedTeams, seesDrift: boolean): AnswerOf<typeof listTeams> {
  return {
    items: teams.map((team) => ({ ...teamOf(team), members: team.members, ...(seesDrift ? driftOf(team) : {}) })),
    ...(next === undefined ? {} : { next: keyedCursorAfter(next, nextKey) }),
    ...(total === undefined ? {} : { total }),
  };
}

const driftOf = ({ ownedBy, extra, missing, held }: ListedTeam) =>
  ownedBy === 'directory' ? { drift: { extra, missing }, held } : { held };
