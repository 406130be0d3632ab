import type { ListUsersData } from '../../api/generated/types.gen';

/** The filters of the list of people, as they stand in the address of the page. */
export interface PeopleFilters {
  readonly search?: string;
  readonly type?: string;
  readonly active?: string;
  readonly kept?: string;
  readonly released?: string;
  readonly order?: string;
}

type PeopleQuestion = NonNullable<ListUsersData['query']>;

const isYesOrNo = (text: string | undefined): text is 'true' | 'false' => text === 'true' || text === 'false';

/** What is asked of the API for these filters. What an address says that is no filter is left out; a search has no order of its own. */
export function questionOf({ search, type, active, kept, released, order }: PeopleFilters): PeopleQuestion {
  return {
    view: 'row',
    ...(search ? { search } : {}),
    ...(type ? { userType: type } : {}),
    ...(isYesOrNo(active) ? { active } : {}),
    ...(kept === 'directory' || kept === 'workspace' ? { managedBy: kept } : {}),
    ...(isYesOrNo(released) ? { released } : {}),
    ...(order === 'name' && !search ? { order } : {}),
  };
}

/** Whether the list is narrowed by anything but a search. */
export function isNarrowed({ type, active, kept, released }: PeopleFilters): boolean {
  return [type, active, kept, released].some(Boolean);
}

/** One choice for what the address says in two words: a released person is neither active nor inactive. */
export type StateFilter = '' | 'active' | 'inactive' | 'released';

export function stateFilterOf({ active, released }: PeopleFilters): StateFilter {
  if (released === 'true') return 'released';
  if (active === 'true') return 'active';
  return active === 'false' ? 'inactive' : '';
}

export function filtersOfState(state: StateFilter): { active: string | undefined; released: string | undefined } {
  switch (state) {
    case 'active':
      return { active: 'true', released: undefined };
    case 'inactive':
      return { active: 'false', released: 'false' };
    case 'released':
      return { active: undefined, released: 'true' };
    case '':
      return { active: undefined, released: undefined };
  }
}

/** How far a search has come. */
export type SearchProgress =
  | { readonly kind: 'looking' | 'some'; readonly searched: number; readonly total: number; readonly found: number }
  | { readonly kind: 'all' | 'none'; readonly total: number; readonly found: number };

/**
 * What there is to say about a search; undefined before its first answer.
 * @param pages of its answers
 */
export function progressOf(
  pages: readonly { readonly searched?: number; readonly total?: number; readonly next?: string }[],
  found: number,
  isLooking: boolean,
): SearchProgress | undefined {
  const last = pages.at(-1);
  if (!last) return undefined;
  const searched = last.searched ?? 0;
  const total = Math.max(pages.find((page) => page.total !== undefined)?.total ?? 0, searched);
  if (last.next === undefined) return { kind: found === 0 ? 'none' : 'all', total, found };
  return { kind: isLooking ? 'looking' : 'some', searched, total, found };
}
