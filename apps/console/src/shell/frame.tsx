import { Outlet } from '@tanstack/react-router';
import { useEffect } from 'react';
import { listen } from '../live/live';
import { t } from '../texts';
import { Banner } from './banner';
import { ConfirmPassword } from './confirm-password';
import css from './frame.module.css';
import { IdleEnd } from './idle-end';
import { KeysHelp, useKeys } from './keys';
import { LiveNote } from './live-note';
import { Navigation } from './navigation';
import { Palette } from './palette';
import { SignInAgain } from './sign-in-again';

/** Everything around the pages of somebody who is signed in. */
export function Frame() {
  useEffect(listen, []);
  useKeys();
  return (
    <div className={css.frame}>
      <a className={css.skip} href="#main">
        {t.shell.skip}
      </a>
      <Navigation />
      <main id="main" className={css.main} tabIndex={-1}>
        <LiveNote />
        <Banner />
        <Outlet />
      </main>
      <Palette />
      <KeysHelp />
      <ConfirmPassword />
      <IdleEnd />
      <SignInAgain />
    </div>
  );
}
