import { Link, useSearch } from '@tanstack/react-router';
import { Page } from '../../parts/page';
import { Tabs } from '../../parts/tabs';
import { t } from '../../texts';
import { Answers } from './answers';
import { WhyForm, WhyToken } from './why-form';
import { kindOf, whyKinds } from './why-question';

/** Why somebody is in a team or not, cannot sign in, or a token has ended: now or, of memberships, at a past moment. */
export function WhyPage() {
  const asked = useSearch({ from: '/inside/why' });
  const kind = kindOf(asked);
  return (
    <Page title={t.shell.places.why} about={t.why.about}>
      <Tabs label={t.why.kind}>
        {whyKinds.map((each) => (
          <Link key={each} to="/why" search={{ kind: each }} aria-current={each === kind ? 'page' : undefined}>
            {t.why.kinds[each]}
          </Link>
        ))}
      </Tabs>
      {kind === 'token' ? <WhyToken asked={asked} /> : <WhyForm key={kind} kind={kind} asked={asked} />}
      <Answers asked={asked} />
    </Page>
  );
}
