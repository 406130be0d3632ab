import { useParams } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { Page } from '../../parts/page';
import { t } from '../../texts';
import { nameOf } from '../../texts/people';
import { personQuery } from './person-query';
import { PersonView } from './person-view';

/** A person on a page of their own. */
export function PersonPage() {
  const { userId } = useParams({ from: '/inside/people/$userId' });
  const { data } = useQuery(personQuery(userId));
  return (
    <Page title={data ? nameOf(data) : t.people.person}>
      <PersonView key={userId} userId={userId} isPage />
    </Page>
  );
}
