/** What the address of the page asks. */
export interface WhyQuestion {
  readonly kind?: string;
  readonly team?: string;
  readonly user?: string;
  readonly token?: string;
  /** A past moment (RFC 3339); absent: now. */
  readonly at?: string;
}

export const whyKinds = ['membership', 'user', 'token'] as const;
export type WhyKind = (typeof whyKinds)[number];

/** The question: the one that is named, or the one that its parts fit. */
export function kindOf({ kind, team, token, user }: WhyQuestion): WhyKind {
  const named = whyKinds.find((each) => each === kind);
  if (named) return named;
  if (token !== undefined) return 'token';
  return user !== undefined && team === undefined ? 'user' : 'membership';
}

export type Question =
  | { readonly kind: 'membership'; readonly team: string; readonly user: string; readonly at?: string }
  | { readonly kind: 'user'; readonly user: string }
  | { readonly kind: 'token'; readonly token: string };

/** What can be asked of the API; undefined while a part of the question is missing. */
export function questionOf(asked: WhyQuestion): Question | undefined {
  const { team, user, token, at } = asked;
  switch (kindOf(asked)) {
    case 'membership':
      return team && user ? { kind: 'membership', team, user, ...(at ? { at } : {}) } : undefined;
    case 'user':
      return user ? { kind: 'user', user } : undefined;
    case 'token':
      return token ? { kind: 'token', token } : undefined;
  }
}

/** A moment of a field for date and time, which is in the reader's zone, as RFC 3339 in UTC; undefined where there is none. */
export function momentOf(local: string): string | undefined {
  const moment = new Date(local);
  return local === '' || Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}
