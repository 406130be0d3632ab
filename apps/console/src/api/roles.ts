import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { t } from '../texts';
import { answerTo, etagOf } from './call';
import { listRoles } from './generated/sdk.gen';
import type { ListedRole } from './generated/types.gen';
import { useMay } from './me';

/** The custom roles of the account, with how many people have each, and their common ETag. */
export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: async () => {
    const { data, response } = await answerTo(listRoles());
    return { items: data.items, etag: etagOf(response) };
  },
});

/**
 * What to call a user type: the name of a custom role, not its id.
 * @param roles undefined while they are not known
 */
export function typeName(userType: string, roles: readonly Pick<ListedRole, 'id' | 'name'>[] | undefined): string {
  const names: Readonly<Record<string, string>> = t.people.types;
  const known = names[userType] ?? roles?.find(({ id }) => id === userType)?.name;
  return known ?? (roles ? t.people.formerRole : '…');
}

/** What to call user types, for who may see roles. */
export function useTypes(): {
  readonly nameOf: (userType: string) => string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
} {
  const may = useMay();
  const { data } = useQuery({ ...rolesQuery, enabled: may('roles.read') });
  const roles = data?.items;
  return useMemo(() => {
    const types = [...Object.keys(t.people.types), ...(roles ?? []).map(({ id }) => id)];
    return {
      nameOf: (userType) => typeName(userType, roles),
      choices: types.map((value) => ({ value, label: typeName(value, roles) })),
    };
  }, [roles]);
}
