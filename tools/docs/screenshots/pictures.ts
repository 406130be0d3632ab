import type { Page } from 'playwright-core';
import type { Picture } from './camera.ts';
import type { Company } from './company.ts';
import { roster, seasonal } from './roster.ts';

const both = ['light', 'dark'] as const;
const seen = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
const row = (page: Page) => page.getByRole('row').nth(2).waitFor();

/** What is there while the reconciler puts teams right. */
export function pictures({ ids, teams }: Company): Picture[] {
  const [somebody] = roster();
  const [gone] = seasonal(1);
  const person = ids.get(somebody?.userName ?? '') ?? '';
  const inactive = encodeURIComponent(gone?.userName ?? '');
  const finance = teams.get('Finance') ?? '';
  return [
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
    { name: 'roles', path: '/roles', until: (page) => seen(page, 'Contractor') },
    { name: 'teams', path: '/teams', until: row },
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
    { name: 'evicted', path: `/teams/${finance}`, until: row },
    { name: 'leavers', path: '/leavers', until: (page) => seen(page, /people are still active/) },
    {
      name: 'cannot-sign-in',
      path: `/why?kind=user&user=${inactive}`,
      until: (page) => seen(page, 'What this rests on'),
    },
    { name: 'log', path: '/log', themes: both, until: (page) => seen(page, /was refused/) },
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
