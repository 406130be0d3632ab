import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { leaveToo, lookWhoIsSignedIn, useMe } from '../api/me';
import { onSessionChange } from '../api/tabs';
import { listen } from '../live/live';
import { loadNow } from '../parts/loaded-later';
import { t } from '../texts';
import { Banner } from './banner';
import { ConfirmPassword } from './confirm-password';
import css from './frame.module.css';
import { IdleEnd } from './idle-end';
import { KeysHelp, useKeys } from './keys';
import { AwayNote, LiveNote } from './live-note';
import { Navigation } from './navigation';
import { Palette } from './palette';
import { SignInAgain } from './sign-in-again';

/** All tabs share one session: what one does to it concerns the others. */
function useOtherTabs(): void {
  const { slug } = useMe().account;
  useEffect(() => onSessionChange((change) => (change === 'signed-in' ? lookWhoIsSignedIn() : leaveToo(slug))), [slug]);
}

const afterPageMs = 2_000;

/** What no page needs to show, as dialogs and menus, is loaded once the page is there, or somebody begins to do something. */
function useLoadingAfterPage(): void {
  useEffect(() => {
    const begun = new AbortController();
    const load = () => {
      begun.abort();
      loadNow();
    };
    const timer = setTimeout(load, afterPageMs);
    for (const event of ['keydown', 'pointerdown'])
      addEventListener(event, load, { capture: true, signal: begun.signal });
    return () => {
      clearTimeout(timer);
      begun.abort();
    };
  }, []);
}

/** What a page is drawn in; it is busy from a click on a link until the page that it leads to is there. */
function Main({ children }: { readonly children: ReactNode }) {
  const isLeading = useRouterState({ select: ({ status }) => status === 'pending' });
  return (
    <main id="main" className={css.main} tabIndex={-1} aria-busy={isLeading || undefined}>
      {children}
    </main>
  );
}

/** Everything around the pages of somebody who is signed in. */
export function Frame() {
  useEffect(listen, []);
  useOtherTabs();
  useKeys();
  useLoadingAfterPage();
  return (
    <div className={css.frame}>
      <a className={css.skip} href="#main">
        {t.shell.skip}
      </a>
      <Navigation />
      <Main>
        <LiveNote />
        <AwayNote />
        <Banner />
        <Outlet />
      </Main>
      <Palette />
      <KeysHelp />
      <ConfirmPassword />
      <IdleEnd />
      <SignInAgain />
    </div>
  );
}
