import { number, plural } from '../format';

export const takeovers = {
  about:
    'When your identity provider pushes a group with the name of a team that was made here, your settings decide: the group is refused, waits here for an admin, or takes the team over at once. A team that is taken over has exactly the members of the group.',
  list: 'Takeovers',
  filter: 'Show',
  states: {
    all: 'All',
    waiting: 'Waiting',
    allowed: 'Allowed, to be pushed again',
    declined: 'Declined',
    done: 'Done',
    undone: 'Undone',
  },
  state: {
    waiting: 'Waits for an admin',
    members: 'Waits for members',
    allowed: 'Allowed',
    declined: 'Declined',
    done: 'Done',
    undone: 'Undone',
  },
  none: 'No group of your identity provider has had the name of a team here.',
  noneSuch: 'No takeover is in this state.',
  showAll: 'Show all',
  changes: (gained: number, lost: number) =>
    gained + lost === 0
      ? 'nobody gained or lost access'
      : `${number(gained)} gained access, ${lost === 0 ? 'nobody' : number(lost)} lost it`,
  left: (time: string) => `for another ${time}`,
};

export const takeover = {
  /** What it is about, with the names of people and times of the reader. */
  says: {
    sameName: 'a group of the same name',
    group: (name: string) => `the group “${name}”`,
    waiting: (who: string, group: string, team: string) =>
      `${who} pushed ${group}, which would take over the team “${team}”: the team would then have exactly the members of the group. Nothing has changed yet.`,
    empty: 'So far the group has come without members. Often they are sent a little later.',
    emptyLosing:
      'Wait until the members are here, then allow it. If you allow it now, everybody in the team loses access after one minute, unless the members come before.',
    atOnce: 'If you allow it, it happens at once.',
    pushAgain:
      'If you allow it, push the group again in the identity provider within 24 hours: only then the team changes.',
    allowed: (who: string, group: string, team: string, until: string) =>
      `${who} has allowed ${group} to take over the team “${team}”. Nothing has changed yet: the team changes when the identity provider pushes the group again, by ${until} at the latest.`,
    declined: (who: string, group: string, team: string) =>
      `${who} has declined to let ${group} take over the team “${team}”. The team stays as it is. Whenever the group is pushed again it is refused, unless an admin allows it.`,
    done: (group: string, team: string, changes: string) => `The team “${team}” was taken over by ${group}${changes}.`,
    changes: (changes: string) => `: ${changes}`,
    undoUntil: (until: string) => `An admin can undo it until ${until}.`,
    nameAgain: (former: string) => `The team then has its former name “${former}” again.`,
    nameTaken: (former: string, team: string) =>
      `The team then keeps the name “${team}”: its former name “${former}” belongs to another team now.`,
    undone: (team: string) =>
      `The takeover of the team “${team}” was undone: it belongs to the workspace again, with its former members, except those who are no users any more. In the identity provider, unlink the group without deleting the team (Okta: “Leave the group in the target app”).`,
    anAdmin: 'An admin',
  },
  facts: {
    team: 'Team',
    group: 'Group',
    pushed: 'Pushed by',
    proposed: 'When',
    decided: 'Decided by',
    ends: { waiting: 'Waits until', allowed: 'To be pushed until', done: 'Can be undone until', other: 'Until' },
    request: 'The request behind it',
    seeRequest: 'See it in the log',
  },
  sides: {
    gain: { ahead: 'Would gain access', back: 'Would come back' },
    lose: { ahead: 'Would lose access', back: 'Would lose access' },
    stay: { ahead: 'Would stay', back: 'Would stay' },
    missing: { ahead: 'Are no users any more', back: 'Are no users any more, and would not come back' },
  },
  count: (title: string, count: number) => `${title}: ${number(count)}`,
  nobody: 'Nobody.',
  manual: (name: string) => `put in by ${name}`,
  directory: 'in the group',
  allow: {
    act: 'Allow',
    title: (team: string) => `Allow the takeover of ${team}?`,
    atOnce: 'It happens at once.',
    pushAgain: 'Nothing changes yet: push the group again in the identity provider within 24 hours.',
    done: (team: string) => `The takeover of ${team} is allowed.`,
  },
  decline: {
    act: 'Decline',
    title: (team: string) => `Decline the takeover of ${team}?`,
    after: 'The team stays as it is. Whenever the group is pushed again it is refused, unless an admin allows it.',
    done: (team: string) => `The takeover of ${team} is declined.`,
  },
  undo: {
    act: 'Undo',
    title: (team: string) => `Undo the takeover of ${team}?`,
    after:
      'The team belongs to the workspace again, with its former members. If the group is pushed again, it waits for an admin.',
    done: (team: string) => `The takeover of ${team} is undone.`,
  },
  would: (gain: number, lose: number) =>
    gain + lose === 0
      ? 'Nobody gains or loses access.'
      : `${plural(gain, { one: '1 person gains access', other: `${number(gain)} people gain access` })}, ${plural(lose, { one: '1 loses it', other: `${number(lose)} lose it` })}.`,
};
