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
