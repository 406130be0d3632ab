import { Link, useLocation } from '@tanstack/react-router';
import { CircleUserRound, Ellipsis, Search } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useMay, useMe } from '../api/me';
import { Button } from '../parts/button';
import { Dialog } from '../parts/dialog';
import { t } from '../texts';
import { nameOf } from '../texts/people';
import { LiveDot } from './live-note';
import css from './navigation.module.css';
import { openPalette } from './palette-state';
import { Badge, PlaceLink, useWaiting } from './place-link';
import { isBehindMore, placesOnTelephones, type Place } from './places';
import { SignOutButton } from './sign-out';

/** The navigation of telephones: a few pages at the thumb, and the others behind one button. */
export function BottomBar() {
  const may = useMay();
  const waiting = useWaiting();
  const [isOpen, setOpen] = useState(false);
  const { shown, more } = placesOnTelephones(may);
  const path = useLocation({ select: ({ pathname }) => pathname.replace(/^\/console/, '') });
  const current = isBehindMore(path, more) ? { 'data-current': 'true', 'aria-current': 'true' as const } : {};
  const waitingMore = more.reduce((sum, { name }) => sum + (waiting[name] ?? 0), 0);
  return (
    <nav className={css.bottom} aria-label={t.shell.navigation}>
      <ul className={css.bar}>
        {shown.map((place) => (
          <li key={place.name}>
            <PlaceLink place={place} waiting={waiting[place.name]} />
          </li>
        ))}
        <li>
          <AriaButton className={css.place} aria-haspopup="dialog" {...current} onPress={() => setOpen(true)}>
            <Ellipsis aria-hidden />
            <span className={css.word}>{t.shell.more}</span>
            <Badge waiting={waitingMore} />
          </AriaButton>
        </li>
      </ul>
      <More isOpen={isOpen} places={more} waiting={waiting} onClose={() => setOpen(false)} />
    </nav>
  );
}

interface MoreProps {
  readonly isOpen: boolean;
  readonly places: readonly Place[];
  readonly waiting: ReturnType<typeof useWaiting>;
  readonly onClose: () => void;
}

/** All else that the navigation of a wide page has. */
function More({ isOpen, places, waiting, onClose }: MoreProps) {
  const me = useMe();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={me.account.name}>
      <ul className={css.sheet}>
        {places.map((place) => (
          <li key={place.name}>
            <PlaceLink place={place} waiting={waiting[place.name]} onGo={onClose} />
          </li>
        ))}
      </ul>
      <Button
        onPress={() => {
          onClose();
          openPalette();
        }}
      >
        <Search aria-hidden />
        {t.shell.palette.open}
      </Button>
      <div className={css.self}>
        <LiveDot />
        <Link to="/profile" className={css.place} activeProps={{ 'data-current': 'true' }} onClick={onClose}>
          <CircleUserRound aria-hidden />
          <span className={css.word}>{nameOf(me.user)}</span>
        </Link>
        <SignOutButton />
      </div>
    </Dialog>
  );
}
