import { t } from './index';

interface Named {
  readonly userName: string;
  readonly profile?: {
    readonly displayName?: string;
    readonly name?: { readonly givenName?: string; readonly familyName?: string };
  };
}

/** What to call a person: the name for display, the given and the family name, or the e-mail address. */
export function nameOf({ userName, profile }: Named): string {
  const { givenName, familyName } = profile?.name ?? {};
  return profile?.displayName ?? ([givenName, familyName].filter(Boolean).join(' ') || userName);
}

/** What to call a person of whom little is known: a member, or who did something. */
export const briefName = ({ userName, displayName }: { userName: string; displayName?: string | undefined }): string =>
  displayName ?? userName;

interface Acting {
  readonly kind: 'admin' | 'directory' | 'operator' | 'system';
  readonly person?: { readonly userName: string; readonly displayName?: string };
}

/**
 * What to call who did something.
 * @param provider what to call the identity provider
 */
export function actorName({ kind, person }: Acting, provider: string): string {
  if (person) return briefName(person);
  return { admin: t.who.formerAdmin, directory: provider, operator: t.who.operator, system: t.who.system }[kind];
}
