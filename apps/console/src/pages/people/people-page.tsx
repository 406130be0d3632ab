import { Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useMay } from '../../api/me';
import { Button } from '../../parts/button';
import { Page } from '../../parts/page';
import { useMedia } from '../../parts/use-media';
import { t } from '../../texts';
import { accountQuery, countsText } from './account';
import { InviteDialog } from './invite-dialog';
import { FoundPeople, ListedPeople } from './people-list';
import { PeopleToolbar } from './people-toolbar';
import css from './people.module.css';

const PersonPanel = lazy(() => import('./person-panel').then(({ PersonPanel: component }) => ({ default: component })));

/** Everybody in the account: a list that is searched and narrowed, and beside it who was chosen. */
export function PeoplePage() {
  const { person, ...filters } = useSearch({ from: '/inside/people' });
  const isWide = useMedia('(width >= 1100px)');
  if (person && !isWide) return <Navigate to="/people/$userId" params={{ userId: person }} replace />;
  const PeopleOf = filters.search ? FoundPeople : ListedPeople;
  return (
    <Page title={t.people.title} about={<Counts />} actions={<Invite />}>
      <div className={`${css.split} ${person ? css.open : ''}`}>
        <div className={css.main}>
          <PeopleToolbar filters={filters} />
          <PeopleOf key={JSON.stringify(filters)} filters={filters} open={person} isWide={isWide} />
        </div>
        <Suspense>{person ? <PersonPanel key={person} userId={person} /> : null}</Suspense>
      </div>
    </Page>
  );
}

/** How many people and seats there are, for who may see that. */
function Counts() {
  const may = useMay();
  const { data } = useQuery({ ...accountQuery, enabled: may('account.read') });
  return data ? countsText(data) : null;
}

function Invite() {
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  const navigate = useNavigate();
  return (
    <>
      {may('users.manage') ? (
        <Button data-write kind="primary" onPress={() => setOpen(true)}>
          {t.people.invite}
        </Button>
      ) : null}
      {isOpen ? (
        <InviteDialog
          onClose={() => setOpen(false)}
          onInvited={(userId) => void navigate({ to: '/people', search: { person: userId } })}
        />
      ) : null}
    </>
  );
}
