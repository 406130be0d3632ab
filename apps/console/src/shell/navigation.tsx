import { Link } from '@tanstack/react-router';
import { CircleUserRound, Search } from 'lucide-react';
import { useMay, useMe } from '../api/me';
import { IconButton } from '../parts/button';
import { useMedia } from '../parts/use-media';
import { t } from '../texts';
import { nameOf } from '../texts/people';
import { BottomBar } from './bottom-bar';
import { LiveDot } from './live-note';
import css from './navigation.module.css';
import { openPalette } from './palette-state';
import { PlaceLink, useWaiting } from './place-link';
import { places } from './places';
import { SignOutButton } from './sign-out';

/** The way to every page that who is signed in may see, with how many things wait there. */
export function Navigation() {
  return useMedia('(width < 640px)') ? <BottomBar /> : <SideBar />;
}

function SideBar() {
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
          .map((place) => (
            <li key={place.name}>
              <PlaceLink place={place} waiting={waiting[place.name]} />
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
