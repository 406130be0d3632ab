import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/call';
import { listUserSessions } from '../../api/generated/sdk.gen';
import { Entries, Entry } from '../../parts/entries';
import { Loaded } from '../../parts/loaded';
import { Section } from '../../parts/page';
import { Time } from '../../parts/time';
import { t } from '../../texts';
import css from './people.module.css';

/** Where a person is signed in. */
export function PersonSessions({ userId }: { readonly userId: string }) {
  const query = useQuery({
    queryKey: ['sessions', userId],
    queryFn: () => call(listUserSessions({ path: { userId } })),
  });
  return (
    <Section title={t.person.sessions}>
      <Loaded query={query} rows={1}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={css.second}>{t.person.noSessions}</p>
          ) : (
            <Entries label={t.person.sessions}>
              {items.map(({ id, device, network, lastUsedAt, current }) => (
                <Entry key={id} end={<Time at={lastUsedAt} />}>
                  {t.person.session(device ?? t.person.unknownDevice, network ?? '')}
                  {current ? ` (${t.person.thisOne})` : null}
                </Entry>
              ))}
            </Entries>
          )
        }
      </Loaded>
    </Section>
  );
}
