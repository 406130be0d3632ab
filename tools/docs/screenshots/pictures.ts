import type { Page } from 'playwright-core';
import type { Picture } from './camera.ts';
import type { Company } from './company.ts';
import { roster, seasonal } from './roster.ts';

const both = ['light', 'dark'] as const;
const seen = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
const row = (page: Page) => page.getByRole('row').nth(2).waitFor();

/** How somebody gets in. */
const entrance: readonly Picture[] = [
  { name: 'sign-in', path: '/sign-in?account=acme', themes: both, isSignedOut: true, until: (page) => seen(page, 'Forgot') },
  { name: 'set-up', path: '/set-up', isSignedOut: true, until: (page) => seen(page, 'Make account and admin') },
  {
    name: 'set-password',
    path: '/set-password#a-link',
    isSignedOut: true,
    until: (page) => seen(page, 'Set the password'),
  },
];

/** Pages on a telephone. */
const narrow = ({ ids, teams }: Company): readonly Picture[] => {
  const [somebody] = roster();
  const pages: readonly (readonly [name: string, path: string, until: Picture['until']])[] = [
    ['person', `/people/${ids.get(somebody?.userName ?? '') ?? ''}`, (page) => seen(page, 'History')],
    ['teams', '/teams', (page) => seen(page, 'Finance')],
    ['team', `/teams/${teams.get('Finance') ?? ''}`, row],
    ['takeovers', '/takeovers', (page) => seen(page, 'Design')],
    ['reconciler', '/reconciler', (page) => seen(page, /This would put 24 of/)],
    ['leavers', '/leavers', (page) => seen(page, /people are still active/)],
    ['settings', '/settings', (page) => page.getByRole('radiogroup').first().waitFor()],
    ['profile', '/profile', (page) => page.getByRole('rowheader').first().waitFor()],
  ];
  return pages.map(([name, path, until]) => ({ name: `${name}-narrow`, path, isNarrow: true, until }));
};

/** What waits for an admin. */
const whatWaits: readonly Picture[] = [
  {
    name: 'takeover',
    path: '/takeovers?state=waiting',
    themes: both,
    until: async (page) => {
      await page.getByRole('link', { name: 'Design' }).click();
      await page.getByRole('heading', { name: /^Would lose access/ }).waitFor();
      await seen(page, 'See it in the log');
    },
  },
  { name: 'reconciler', path: '/reconciler', themes: both, until: (page) => seen(page, /This would put 24 of/) },
  {
    name: 'run',
    path: '/reconciler',
    until: async (page) => {
      await page.getByRole('link', { name: /^See all/ }).click();
      await page.getByRole('table', { name: 'People of this run' }).waitFor();
    },
  },
];

const ofTheLog: readonly Picture[] = [
  { name: 'log', path: '/log?by=directory', themes: both, until: (page) => seen(page, /was refused/) },
  { name: 'log-narrow', path: '/log', isNarrow: true, themes: ['dark'], until: (page) => seen(page, /was refused/) },
  {
    name: 'request',
    path: '/log?outcome=refused',
    until: async (page) => {
      const entry = page.getByRole('listitem').filter({ hasText: 'refused (400' });
      await entry.last().getByRole('link', { name: 'Request' }).click();
      await page.getByRole('heading', { level: 1, name: 'One request' }).waitFor();
      await seen(page, 'Copy as text');
    },
  },
];

/** What is there while the reconciler puts teams right. */
export function pictures(company: Company): Picture[] {
  const { ids, teams } = company;
  const [somebody] = roster();
  const [gone] = seasonal(1);
  const person = ids.get(somebody?.userName ?? '') ?? '';
  const inactive = encodeURIComponent(gone?.userName ?? '');
  const finance = teams.get('Finance') ?? '';
  return [
    ...entrance,
    ...narrow(company),
    { name: 'provisioning', path: '/provisioning', themes: both, until: (page) => seen(page, 'Okta, until the move') },
    {
      name: 'provisioning-narrow',
      path: '/provisioning',
      isNarrow: true,
      themes: both,
      until: (page) => seen(page, 'Connection'),
    },
    {
      name: 'token',
      path: '/provisioning',
      until: async (page) => {
        await page.getByRole('button', { name: 'Generate token' }).first().click();
        await page.getByLabel('Name').fill('Okta');
      },
    },
    { name: 'people', path: `/people?person=${person}`, themes: both, until: row },
    { name: 'people-narrow', path: '/people', isNarrow: true, until: (page) => seen(page, /Adeyemi|Conceição/) },
    { name: 'person', path: `/people/${person}`, until: (page) => seen(page, 'History') },
    { name: 'roles', path: '/roles', until: (page) => seen(page, 'Contractor') },
    { name: 'teams', path: '/teams', until: row },
    { name: 'takeovers', path: '/takeovers', until: (page) => seen(page, 'Design') },
    ...whatWaits,
    { name: 'profile', path: '/profile', until: (page) => page.getByRole('rowheader').first().waitFor() },
    { name: 'evicted', path: `/teams/${finance}`, until: row },
    { name: 'leavers', path: '/leavers', until: (page) => seen(page, /people are still active/) },
    {
      name: 'cannot-sign-in',
      path: `/why?kind=user&user=${inactive}`,
      until: (page) => seen(page, 'What this rests on'),
    },
    ...ofTheLog,
    { name: 'settings', path: '/settings', until: (page) => page.getByRole('radiogroup').first().waitFor() },
  ];
}

/** What is there while it is paused. */
export function picturesOfPause({ teams }: Company): Picture[] {
  const marketing = teams.get('Marketing') ?? '';
  return [
    {
      name: 'drift',
      path: `/teams/${marketing}?tab=drift`,
      themes: both,
      until: (page) => seen(page, 'put in by'),
    },
    { name: 'paused', path: '/reconciler', until: (page) => seen(page, 'Okta migration') },
  ];
}
