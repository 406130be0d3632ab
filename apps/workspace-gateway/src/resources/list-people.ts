import type { ListPeople, PeoplePage } from '@rollcall/contracts';
import type { CheckedOf } from '../contract/define-route.js';
import type { listUsers } from '../contract/people-list-routes.js';
import { problem } from '../errors/problem-table.js';
import { cursorAfter, cursorParts, keyedCursorAfter, noCursor, readCursor, readKeyedCursor } from '../http/cursor.js';

type PageQuery = CheckedOf<typeof listUsers>['query'];

/** What is asked of user-service, and how many people the pages before of a search have looked at. */
export interface PeopleQuestion {
  readonly query: Omit<ListPeople, 'accountId'>;
  readonly searchedBefore: number;
}

/**
 * The question behind a request.
 * @param seesAll whether who asks may see all that is known of people, and so may find them by it
 * @throws Failure request-invalid for parts that do not go together, or what is no cursor
 */
export function peopleQuestion(asked: PageQuery, seesAll: boolean): PeopleQuestion {
  refuseContradictions(asked);
  const { limit, search, order, offset, view, ids, cursor } = asked;
  const as = view === 'row' ? { as: 'rows' as const } : {};
  if (ids !== undefined) return { query: { ids: ids.split(','), limit, ...as }, searchedBefore: 0 };
  const { searchedBefore, ...place } = placeOf(asked);
  const searched = search === undefined ? {} : { search, exactFirst: seesAll ? ('all' as const) : ('own' as const) };
  const query = {
    ...place,
    limit,
    ...as,
    ...searched,
    ...narrowed(asked),
    ...(order === undefined ? {} : { order }),
    ...(offset === undefined ? {} : { offset }),
    ...(cursor === undefined || search !== undefined ? { counted: true } : {}),
  };
  return { query, searchedBefore };
}

function narrowed({ active, userType, managedBy, released }: PageQuery): Partial<ListPeople> {
  return {
    ...(active === undefined ? {} : { active: active === 'true' }),
    ...(userType === undefined ? {} : { userType }),
    ...(managedBy === undefined ? {} : { managedBy }),
    ...(released === undefined ? {} : { released: released === 'true' }),
  };
}

function refuseContradictions(asked: PageQuery): void {
  const { search, order, offset, cursor, ids } = asked;
  const others = [search, order, offset, cursor, ...Object.values(narrowed(asked))];
  const problems = [
    ...(ids !== undefined && others.some((other) => other !== undefined)
      ? [{ at: '/ids', problem: 'stands alone' }]
      : []),
    ...(search !== undefined && order === 'name' ? [{ at: '/order', problem: 'is not for a search' }] : []),
    ...(search !== undefined && offset !== undefined ? [{ at: '/offset', problem: 'is not for a search' }] : []),
    ...(cursor !== undefined && offset !== undefined ? [{ at: '/offset', problem: 'is not for a cursor' }] : []),
  ];
  if (problems.length > 0) throw problem('request-invalid', {}, { problems });
}

const countBytes = 4;

/** Where the page begins. Behind the id a cursor has the name of a list by name, and of a search the number of people before it. */
function placeOf({ cursor, search, order }: PageQuery) {
  if (cursor === undefined) return { searchedBefore: 0 };
  if (search === undefined && order !== 'name') return { ...readCursor(cursor), searchedBefore: 0 };
  if (search === undefined) return { ...readKeyedCursor(cursor), searchedBefore: 0 };
  const { after, rest } = cursorParts(cursor);
  if (rest.length !== countBytes && rest.length > 0) throw noCursor();
  return { after, searchedBefore: rest.length === 0 ? 0 : rest.readUInt32BE() };
}

/** What the answer says beside the people. */
export function aboutPage(
  { query, searchedBefore }: PeopleQuestion,
  { next, nextKey, total, lookedAt }: PeoplePage,
): { readonly next?: string; readonly total?: number; readonly searched?: number } {
  const counted = total === undefined ? {} : { total };
  if (query.search === undefined) {
    return { ...(next === undefined ? {} : { next: keyedCursorAfter(next, nextKey) }), ...counted };
  }
  if (next === undefined) return { ...counted, ...(total === undefined ? {} : { searched: total }) };
  const searched = Math.min(searchedBefore + (lookedAt ?? 0), 2 ** 32 - 1);
  const rest = Buffer.alloc(countBytes);
  rest.writeUInt32BE(searched);
  return { next: cursorAfter(next, rest), ...counted, searched };
}
