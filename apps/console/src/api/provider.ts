import { useQuery } from '@tanstack/react-query';
import { t } from '../texts';
import { useMay } from './me';
import { statusQuery } from './status';

/** What to call the identity provider: by its name where requests said it, for who may see that. */
export function useProvider(): string {
  const may = useMay();
  const { data } = useQuery({ ...statusQuery, enabled: may('scim.read') });
  const name = data && 'provider' in data ? data.provider : undefined;
  const names: Readonly<Record<string, string>> = t.who.providers;
  return (typeof name === 'string' ? names[name] : undefined) ?? t.who.directory;
}
