import { number, plural } from '../format';

export const takeovers = {
  about: 'A group of your directory with the name of a team here takes that team over, or waits for you to allow it.',
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
  none: 'No group of the directory has met a team of the same name.',
  noneSuch: 'No takeover is in this state.',
  showAll: 'Show all',
  changes: (gained: number, lost: number) => `${number(gained)} gained access, ${number(lost)} lost it`,
  left: (time: string) => `for another ${time}`,
};

export const takeover = {
  /** What it is about, with the names of people and times of the reader. */
  says: {
    sameName: 'a group of the same name',
    group: (name: string) => `the group “${name}”`,
    waiting: (who: string, group: string, team: string) =>
      `${who} pushed ${group}, which would take over the team “${team}”: it would then have exactly the members of the group. Nothing has changed yet.`,
    empty: 'The group has come without members so far; often they follow.',
    emptyLosing:
      'Wait until they are here, then allow it: if it is allowed now, whoever is in the team loses access within a minute unless the members come first.',
    atOnce: 'Once it is allowed, it happens at once.',
    pushAgain: 'Once it is allowed, the group has to be pushed again within 24 hours.',
    allowed: (who: string, group: string, team: string, until: string) =>
      `${who} has allowed ${group} to take over the team “${team}”. Nothing has changed yet: the group has to be pushed again by ${until}.`,
    declined: (who: string, group: string, team: string) =>
      `${who} has declined to let ${group} take over the team “${team}”. The team stays as it is, and the group is refused until an admin allows it.`,
    done: (group: string, team: string, changes: string) => `The team “${team}” was taken over by ${group}${changes}.`,
    changes: (changes: string) => `: ${changes}`,
    undoUntil: (until: string) => `An admin can undo it until ${until}.`,
    undone: (team: string) =>
      `The takeover of the team “${team}” was undone: it is managed here again, with its former members who are still users. In the identity provider, unlink the group without deleting the team (Okta: “Leave the group in the target app”).`,
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
    pushAgain: 'Then the group has to be pushed again in the identity provider within 24 hours.',
    done: (team: string) => `The takeover of ${team} is allowed.`,
  },
  decline: {
    act: 'Decline',
    title: (team: string) => `Decline the takeover of ${team}?`,
    after: 'The team stays as it is. The group is refused from now on, until an admin allows it.',
    done: (team: string) => `The takeover of ${team} is declined.`,
  },
  undo: {
    act: 'Undo',
    title: (team: string) => `Undo the takeover of ${team}?`,
    after:
      'The team belongs to the workspace again, with its former members. The group takes it over again only after an admin has allowed it.',
    done: (team: string) => `The takeover of ${team} is undone.`,
  },
  would: (gain: number, lose: number) =>
    gain + lose === 0
      ? 'Nobody gains or loses access.'
      : `${plural(gain, { one: '1 person gains access', other: `${number(gain)} people gain access` })}, ${plural(lose, { one: '1 loses it', other: `${number(lose)} lose it` })}.`,
};
