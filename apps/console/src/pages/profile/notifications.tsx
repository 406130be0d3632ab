import { useQuery } from '@tanstack/react-query';
import { useCanChange } from '../../api/availability';
import { call } from '../../api/call';
import { changeMyNotifications, myNotifications } from '../../api/generated/sdk.gen';
import type { Notification } from '../../api/generated/types.gen';
import { queryClient } from '../../api/query-client';
import { Checkbox } from '../../parts/field';
import { Loaded } from '../../parts/loaded';
import { Section } from '../../parts/page';
import { Problem } from '../../parts/problem';
import { Note } from '../../parts/state';
import { useAct } from '../../parts/use-act';
import { announce } from '../../shell/announcer';
import { t } from '../../texts';
import css from './profile.module.css';

const queryKey = ['notifications'];

/** Which notices one gets by e-mail. */
export function Notifications() {
  const { notifications } = t.profile;
  const canChange = useCanChange('people');
  const query = useQuery({ queryKey, queryFn: () => call(myNotifications()) });
  return (
    <Section title={notifications.title}>
      <Loaded query={query} rows={7}>
        {({ items, sendsMail }) => (
          <>
            {sendsMail ? null : (
              <Note tone="neutral">
                <p>{notifications.noMail}</p>
              </Note>
            )}
            <div className={css.kinds} role="group" aria-label={notifications.about}>
              <p>{notifications.about}</p>
              {items.map((item) => (
                <Kind key={item.kind} item={item} canChange={canChange} />
              ))}
            </div>
          </>
        )}
      </Loaded>
    </Section>
  );
}

function Kind({ item: { kind, mail }, canChange }: { readonly item: Notification; readonly canChange: boolean }) {
  const act = useAct(
    () => call(changeMyNotifications({ body: mail ? { off: [kind] } : { on: [kind] } })),
    (chosen) => {
      queryClient.setQueryData(queryKey, chosen);
      announce(t.profile.notifications.saved);
    },
  );
  return (
    <>
      <Checkbox isSelected={act.isPending ? !mail : mail} onChange={act.run} isDisabled={!canChange}>
        {t.notices.kinds[kind]}
      </Checkbox>
      {act.error ? <Problem error={act.error} /> : null}
    </>
  );
}
