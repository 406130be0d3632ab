import { useMay, useMe } from '../../api/me';
import { useTypes } from '../../api/roles';
import { Fact, Facts, Page } from '../../parts/page';
import { t } from '../../texts';
import { Look } from './look';
import { Notifications } from './notifications';
import { OwnData } from './own-data';
import { OwnPassword } from './own-password';
import css from './profile.module.css';
import { Sessions } from './sessions';

/** What is known of who is signed in, and what they choose for themselves. */
export function ProfilePage() {
  const may = useMay();
  const { user } = useMe();
  const { nameOf } = useTypes();
  const { data } = t.profile;
  return (
    <Page title={t.profile.title}>
      <div className={css.parts}>
        <Facts>
          <Fact name={data.email}>
            {user.userName} <span className={css.hint}>{data.emailHint}</span>
          </Fact>
          <Fact name={data.type}>{nameOf(user.userType)}</Fact>
        </Facts>
        {may('me.edit') ? <OwnData user={user} /> : null}
        {may('me.edit') ? <OwnPassword user={user} /> : null}
        <Sessions />
        <Look />
        {may('scim.read') ? <Notifications /> : null}
      </div>
    </Page>
  );
}
