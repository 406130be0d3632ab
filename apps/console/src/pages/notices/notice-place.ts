import type { Notice } from '../../api/generated/types.gen';

/** The page of the console on which something can be done about a notice. */
export type NoticePlace =
  | { readonly to: '/leavers' | '/takeovers' | '/reconciler' }
  | { readonly to: '/people/$userId'; readonly params: { readonly userId: string } };

/** Where to look at what a notice is about; undefined where that is the page of tokens, which shows notices itself. */
export function placeOf({ kind, person }: Pick<Notice, 'kind' | 'person'>): NoticePlace | undefined {
  switch (kind) {
    case 'leavers-held':
      return { to: '/leavers' };
    case 'takeover-waiting':
      return { to: '/takeovers' };
    case 'run-held':
      return { to: '/reconciler' };
    case 'admin-made-by-directory':
    case 'admin-password-by-directory':
      return person ? { to: '/people/$userId', params: { userId: person.id } } : undefined;
    case 'token-ended':
    case 'token-ending':
      return undefined;
  }
}
