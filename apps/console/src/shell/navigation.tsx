import { Link, useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { CircleUserRound, LogOut, Search } from 'lucide-react';
import { useState } from 'react';
import { call } from '../api/call';
import { signOut } from '../api/generated/sdk.gen';
import { useMay, useMe } from '../api/me';
import { queryClient } from '../api/query-client';
import { session } from '../api/session';
import { statusQuery } from '../api/status';
import { tellTabs } from '../api/tabs';
import { Button, IconButton } from '../parts/button';
import { Dialog, DialogButtons } from '../parts/dialog';
import { Problem } from '../parts/problem';
import { t } from '../texts';
import { nameOf } from '../texts/people';
import { LiveDot } from './live-note';
import { isLeft } from './is-left';
import css from './navigation.module.css';
import { openPalette } from './palette-state';
import { places } from './places';

/** The way to every page that who is signed in may see, with how many things wait there. */
export function Navigation() {
  const me = useMe();
  const may = useMay();
  const waiting = useWaiting();
  return (
    <nav className={css.navigation} aria-label={t.shell.navigation}>
      <div className={css.account} title={me.account.name}>
        <span className={css.accountName}>{me.account.name}</span>
        <LiveDot />
      </div>
      <IconButton aria-label={t.shell.palette.open} onPress={openPalette}>
        <Search aria-hidden />
      </IconButton>
      <ul className={css.places}>
        {places
          .filter(({ permission }) => may(permission))
          .map(({ name, to, icon: Icon }) => (
            <li key={name}>
              <Link to={to} className={css.place} activeProps={{ 'data-current': 'true' }} title={t.shell.places[name]}>
                <Icon aria-hidden />
                <span className={css.word}>{t.shell.places[name]}</span>
                {waiting[name] ? (
                  <span className={css.badge} aria-label={t.shell.waiting(waiting[name])}>
                    {waiting[name]}
                  </span>
                ) : null}
              </Link>
            </li>
          ))}
      </ul>
      <div className={css.self}>
        <Link to="/profile" className={css.place} activeProps={{ 'data-current': 'true' }} title={nameOf(me.user)}>
          <CircleUserRound aria-hidden />
          <span className={css.word}>{nameOf(me.user)}</span>
        </Link>
        <SignOutButton />
      </div>
    </nav>
  );
}

function SignOutButton() {
  const navigate = useNavigate();
  const me = useMe();
  const [failed, setFailed] = useState<unknown>();
  const leave = async () => {
    setFailed(undefined);
    try {
      await call(signOut());
    } catch (error) {
      if (!isLeft(error)) return setFailed(error);
    }
    session.signedOut();
    tellTabs('signed-out');
    await navigate({ to: '/sign-in', search: { account: me.account.slug } });
    queryClient.clear();
  };
  return (
    <>
      <IconButton aria-label={t.shell.signOut} onPress={() => void leave()}>
        <LogOut aria-hidden />
      </IconButton>
      <StillSignedIn error={failed} onClose={() => setFailed(undefined)} onRetry={() => void leave()} />
    </>
  );
}

interface StillSignedInProps {
  readonly error: unknown;
  readonly onClose: () => void;
  readonly onRetry: () => void;
}

/** Says that a sign-out has failed: who believes in it leaves their session to whoever comes next. */
function StillSignedIn({ error, onClose, onRetry }: StillSignedInProps) {
  return (
    <Dialog isOpen={error !== undefined} onClose={onClose} title={t.shell.stillSignedIn.title} role="alertdialog">
      <p>{t.shell.stillSignedIn.why}</p>
      {error === undefined ? null : <Problem error={error} onRetry={onRetry} />}
      <DialogButtons>
        <Button onPress={onClose}>{t.parts.close}</Button>
      </DialogButtons>
    </Dialog>
  );
}

/** How many things wait for an admin, by page. */
function useWaiting(): Readonly<Partial<Record<string, number>>> {
  const may = useMay();
  const { data } = useQuery({ ...statusQuery, enabled: may('scim.read') });
  if (!data) return {};
  return { reconciler: data.heldRuns, leavers: data.heldLeavers, takeovers: data.waitingTakeovers };
}
