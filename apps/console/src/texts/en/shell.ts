import { plural, number } from '../format';

export const shell = {
  product: 'Rollcall',
  skip: 'Skip to the page',
  navigation: 'Pages',
  more: 'More',
  signOut: 'Sign out',
  waitingForServer: 'Waiting for the server…',
  stillSignedIn: {
    title: 'You are still signed in',
    why: 'Signing out has failed. Whoever uses this browser next could go on in your name.',
  },
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
    'no-token': 'Generate one',
    'token-died': 'See what to do',
    'dead-token-used': 'See which',
    'token-ends-soon': 'Make its successor',
    paused: 'To the reconciler',
    'report-only': 'To the reconciler',
    contended: 'See where',
    'held-leavers': 'See who',
    'held-runs': 'See what is held',
    'takeovers-waiting': 'Look at them',
    'audit-stream-failing': 'Where the log is sent',
  },
  /** What waits for an admin, each a link to where it is decided. */
  waits: {
    title: 'Waits for an admin:',
    'held-leavers': (count: number) =>
      plural(count, {
        one: '1 person would become inactive',
        other: `${number(count)} people would become inactive`,
      }),
    'held-runs': (count: number) =>
      plural(count, {
        one: 'many people would be put out of 1 team',
        other: `many people would be put out of ${number(count)} teams`,
      }),
    'takeovers-waiting': (count: number) =>
      plural(count, { one: '1 group would take over a team', other: `${number(count)} groups would take over teams` }),
  },
  live: {
    starting: 'Live updates are starting',
    live: 'What you see is live',
    interrupted: 'Live updates are interrupted',
    since: (time: string) => `Live updates are interrupted. Shown is what was true at ${time}. Trying again.`,
    newer: 'There is a newer version of this console.',
    reload: 'Reload',
  },
  away: {
    unanswered: (parts: string) =>
      `These parts do not answer: ${parts}. What is shown of them was true when it was read, and cannot be changed until they answer again.`,
    changes:
      'Nothing can be changed at the moment, because the server cannot pass changes on. It tries again by itself.',
    parts: { people: 'people and settings', teams: 'teams and the reconciler', tokens: 'tokens', log: 'the log' },
  },
  palette: {
    open: 'Go to a page, person, team or id',
    title: 'Go to',
    hint: 'A page, or any id, e-mail address or request id',
    none: 'Nothing here has this name, address or id.',
    looking: 'Looking…',
    search: (text: string) => `Search people for “${text}”`,
    unanswered: (kinds: string) => `Not everything could be asked just now. It may be one of these: ${kinds}.`,
    kinds: { user: 'Person', team: 'Team', role: 'Role', token: 'Token', request: 'Request', takeover: 'Takeover' },
    ended: (kind: string) => `${kind} that is gone`,
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
