import { plural, number } from '../format';

export const shell = {
  product: 'Rollcall',
  skip: 'Skip to the page',
  navigation: 'Pages',
  signOut: 'Sign out',
  waiting: (count: number) => plural(count, { one: '1 waits', other: `${number(count)} wait` }),
  places: {
    provisioning: 'Provisioning',
    people: 'People',
    roles: 'Roles',
    teams: 'Teams',
    takeovers: 'Takeovers',
    reconciler: 'Reconciler',
    leavers: 'Leavers',
    log: 'Log',
    why: 'Why?',
    settings: 'Settings',
  },
  banner: {
    'token-died': 'See what to do',
    paused: 'To the reconciler',
    'held-leavers': 'See who',
    'held-runs': 'See what is held',
  },
  live: {
    starting: 'Live updates are starting',
    live: 'What you see is live',
    interrupted: 'Live updates are interrupted',
    since: (time: string) => `Live updates are interrupted. Shown is what was true at ${time}. Trying again.`,
    newer: 'There is a newer version of this console.',
    reload: 'Reload',
  },
  palette: {
    open: 'Go to a page, person, team or id',
    title: 'Go to',
    hint: 'A page, or any id, e-mail address or request id',
    none: 'Nothing here has this name, address or id.',
  },
  keys: {
    title: 'Keys',
    palette: 'Go to a page or any id',
    search: 'Search in a list',
    rows: 'From row to row, and open one',
    help: 'These keys',
    off: 'Single keys can be switched off in your profile.',
  },
  confirm: {
    title: 'Your password again, please',
    why: 'This could hand the account to somebody else. So please say once more that it is you.',
    confirm: 'Confirm',
  },
  again: {
    title: 'You are signed out',
    why: 'Your session has ended. What you typed on this page is still here.',
    as: (userName: string) => `Sign in again as ${userName}.`,
    other: 'Somebody else',
  },
  idle: {
    title: 'Still there?',
    soon: (minutes: number) =>
      plural(minutes, {
        one: 'You will be signed out in a minute, because nothing was done here for a while.',
        other: `You will be signed out in ${number(minutes)} minutes, because nothing was done here for a while.`,
      }),
    stay: 'Stay signed in',
    ended: 'You were signed out, because nothing was done here for a while. What you typed on this page is still here.',
  },
  notFound: {
    title: 'There is no such page',
    why: 'The address may be mistyped, or the page is only for admins.',
    home: 'To the first page',
  },
  broken: { title: 'This page broke', reload: 'Load it again' },
};
