import { number, plural } from '../../format';

/** Who did it and when, as the end of a sentence. */
const deed = (by: string | undefined, at: string | undefined) => `${by ? ` by ${by}` : ''}${at ? ` on ${at}` : ''}`;
const enforce =
  'set the reconciler to put right, on the page Reconciler: that holds for every team, so look at the differences of the others first.';
const inGroupOrNot =
  'To keep the person in, add them to the group in the identity provider. To take them out at once, take them out on the page of the team.';
const pushAgain =
  'In the identity provider, make sure that the person is a member of the group that is pushed, then push the group again.';
const assignAgain = 'To let the person in again, assign them to the app in the identity provider.';
const askLater = 'Ask again in a while, when there is less to do here.';
const held = 'Look at it on the page Reconciler, and approve it if it is right.';

/** Why something is so: what a verdict says, and what an admin does about it. */
export const whySentences = {
  deed,
  reconciler: 'the reconciler',
  somebody: 'somebody who is not known any more',
  team: (name: string) => `the team “${name}”`,
  formerTeam: 'a team that is not known any more',
  user: {
    active: (who: string, done: string) => `${who} is active${done ? `: made so${done}` : ''}.`,
    'active-though-held': (who: string, done: string) =>
      `${who} is still active: the identity provider asked to make this person inactive, but so many people were to be made inactive within ten minutes that an admin has to approve it first${done ? `: asked${done}` : ''}.`,
    'inactive-by-directory': (who: string, done: string) =>
      `${who} is inactive because the identity provider said so: made inactive${done}.`,
    'inactive-by-hand': (who: string, done: string) => `${who} is inactive: made inactive by hand${done}.`,
    'inactive-before-the-log': (who: string) =>
      `${who} is inactive, and became so before the log begins: it does not say by whom.`,
    'inactive-cannot-be-told-yet': (who: string) =>
      `${who} is inactive; by whom, and why, cannot be told yet: the log is long, and was not searched through in time.`,
    released: (who: string, done: string) =>
      `${who} is inactive because the identity provider deleted this person here${done ? `: deleted${done}` : ''}. That says nothing about the person there.`,
    erased: (who: string, done: string) =>
      `${who} is no user any more: what was known of the person was erased${done}. It cannot come back.`,
  },
  userTodo: {
    'active-though-held': 'Look at who waits, on the page Leavers, and approve or decline it.',
    'inactive-by-directory': assignAgain,
    'inactive-by-hand': 'An admin can make the person active again, on the page of the person.',
    'inactive-before-the-log': `${assignAgain} Where the workspace keeps the person, an admin makes them active again on the page of the person.`,
    'inactive-cannot-be-told-yet': askLater,
    released: `${assignAgain} An admin can also bring the person back, on the page of the person.`,
    erased: 'If it is the same human being again, assign them to the app in the identity provider: a new user is made.',
  },
  type: {
    'type-by-directory': (who: string, type: string, done: string) =>
      `${who} has the user type “${type}” because the identity provider said so${done ? `: set${done}` : ''}.`,
    'type-by-hand': (who: string, type: string, done: string) =>
      `${who} has the user type “${type}”: it was chosen by hand${done}.`,
    'type-by-fallback': (who: string, type: string, done: string) =>
      `${who} has the user type “${type}” because the identity provider sent one that does not exist here, and your settings give this one instead${done ? `: set${done}` : ''}.`,
    'type-before-the-log': (who: string, type: string) =>
      `${who} has the user type “${type}” since before the log begins: it does not say by whom.`,
    'type-cannot-be-told-yet': (who: string, type: string) =>
      `${who} has the user type “${type}”; why cannot be told yet: the log is long, and was not searched through in time.`,
  },
  typeTodo: {
    'type-by-directory':
      'To change it, change the attribute userType in the identity provider: what is changed by hand is overwritten at the next push that names it.',
    'type-by-hand': 'An admin changes it on the page of the person.',
    'type-by-fallback':
      'Correct the attribute userType in the identity provider: admin, member, viewer, guest, or the id of a custom role.',
    'type-cannot-be-told-yet': askLater,
  },
  tokenName: { scim: (name: string) => `SCIM token “${name}”`, audit: (name: string) => `audit token “${name}”` },
  token: {
    works: (token: string, done: string) => `The ${token} works: made${done}.`,
    'revoked-by-hand': (token: string, done: string) =>
      `The ${token} is answered with 401 because it was revoked${done}.`,
    'revoked-with-its-maker': (token: string, done: string, maker: string, became: string) =>
      `The ${token} is answered with 401 because ${maker}, who made it, ${became}: a token works only while its maker is an active admin, and ended for good${done}.`,
    expired: (token: string, done: string) => `The ${token} is answered with 401 because its time was over${done}.`,
  },
  makerBecame: {
    'creator-deactivated': 'was made inactive',
    'creator-not-admin': 'is no admin any more',
    'creator-released': 'was deleted here',
  },
  makerLeft: 'has left',
  tokenTodo: {
    scim: 'Generate a new token on the page Provisioning, and enter it in the identity provider in place of this one.',
    audit: 'Make a new audit token, and give it to what reads the log in place of this one.',
  },
  member: {
    'in-by-directory': ({ who, team, done }: MembershipWords) =>
      `${who} is in ${team} because the group of the identity provider names this person: added${done}.`,
    'in-by-hand': ({ who, team, done }: MembershipWords) =>
      `${who} is in ${team}, which the workspace keeps: added by hand${done}.`,
    'in-while-paused': ({ who, team, done }: MembershipWords) =>
      `${who} is in ${team} although the group does not name this person: added${done}, and the reconciler, which would put the person out, is paused.`,
    'in-while-reported': ({ who, team, done }: MembershipWords) =>
      `${who} is in ${team} although the group does not name this person: added${done}, and the reconciler only reports such differences.`,
    'in-while-held': ({ who, team, done }: MembershipWords) =>
      `${who} is in ${team} although the group does not name this person: added${done}, and the run that would put the person out waits for an admin.`,
    'in-while-backed-off': ({ who, team, done, until }: MembershipWords) =>
      `${who} is in ${team} although the group does not name this person: added${done}, and put out and added again so often that the reconciler waits${until ? ` until ${until}` : ''}.`,
    'in-after-takeover': ({ who, team, until }: MembershipWords) =>
      `${who} is in ${team} as a member from before the takeover: the group has come without members so far, and former members stay ${until ? `until ${until}, or ` : ''}until it has some.`,
    'in-eviction-due': ({ who, team, done }: MembershipWords) =>
      `${who} is in ${team}, but not for long: added${done}, and the group does not name this person. The reconciler puts such people out, usually within a second.`,
    'in-but-inactive': ({ who, team, done }: MembershipWords) =>
      `${who} keeps the place in ${team}, but is inactive and does not count${done ? `: made inactive${done}` : ''}. The place is there again when the person is active.`,
    'out-by-directory': ({ who, team, done }: MembershipWords) =>
      `${who} is not in ${team} because the identity provider took this person out of the group: removed${done}.`,
    'out-by-takeover': ({ who, team, done }: MembershipWords) =>
      `${who} is not in ${team} because the identity provider took the team over, and its group does not name this person: removed${done}.`,
    'out-by-reconciler': ({ who, team, done, addedBy }: MembershipWords) =>
      `${who} is not in ${team}: ${addedBy ? `added by hand${addedBy}, and ` : ''}put out${done}, because the group does not name this person.`,
    'out-by-hand': ({ who, team, done }: MembershipWords) => `${who} is not in ${team}: removed by hand${done}.`,
    'out-refused': ({ who, team, done }: MembershipWords) =>
      `${who} is not in ${team}: the group named this person, but they were no user here at that time: named${done}.`,
    'out-released': ({ who, team, done }: MembershipWords) =>
      `${who} is not in ${team} because the identity provider deleted the person here, and so from all teams: deleted${done}.`,
    'out-came-back': ({ who, team, done }: MembershipWords) =>
      `${who} is not in ${team} because the person had been deleted, and so left all teams: deleted${done}. The person has come back since, but the group has not named them again.`,
    'out-erased': ({ who, team, done }: MembershipWords) =>
      `${who} is not in ${team}: what was known of the person was erased${done}.`,
    'out-not-named': ({ who, team, done, groupSize }: MembershipWords) =>
      `${who} is not in ${team} because the group does not name this person. The group was last written${done}${groupSize === undefined ? '' : plural(groupSize, { one: ', and has one member', other: `, and has ${number(groupSize)} members` })}.`,
    'out-never-added': ({ who, team }: MembershipWords) =>
      `${who} is not in ${team}: the workspace keeps this team, and nobody has added this person.`,
    'out-restoration-due': ({ who, team, done }: MembershipWords) =>
      `${who} is not in ${team} for a moment: the group names this person, removed by hand${done}. The reconciler puts such people back, usually within a second.`,
    'out-restoration-withheld': ({ who, team, done, withheld }: MembershipWords) =>
      `${who} is not in ${team} although the group names this person: removed${done}, and ${withheld}.`,
    'out-takeover-waits': ({ who, team, done }: MembershipWords) =>
      `${who} is not in ${team} because the group, which names this person, waits for an admin who lets it take the team over: pushed${done}.`,
    'out-team-deleted': ({ who, team, done }: MembershipWords) =>
      `${who} is in ${team} no more, and nobody is: the team was deleted${done}.`,
    'not-in-the-log': ({ who, team, since }: MembershipWords) =>
      `The log has nothing of ${who} and ${team} that would say it, and is complete only since ${since ?? 'later'}: it cannot be told.`,
    'cannot-be-told-yet': ({ who, team, awaited }: MembershipWords) =>
      `Whether ${who} is in ${team}, and why, cannot be told yet: ${awaited}.`,
  },
  withheld: {
    paused: () => 'the reconciler, which would put the person back, is paused',
    'report-only': () => 'the reconciler only reports such differences',
    takeover: (until: string | undefined) =>
      `the team, which was just taken over, stays as it is${until ? ` until ${until}` : ' for a moment'}`,
    held: () => 'the run that would put the person back waits for an admin',
  },
  awaited: {
    parked: 'a message about it could not be handled, and waits',
    search: 'the log is long, and was not searched through in time',
    person: 'news of the person is on its way to the teams',
    team: 'the newest change is not in the log yet',
  },
  memberTodo: {
    'in-by-directory':
      'To take the person out, remove them from the group in the identity provider: whoever is taken out by hand is put in again.',
    'in-by-hand': 'To take the person out, do so on the page of the team.',
    'in-while-paused': `${inGroupOrNot} To have the person put out by itself, ${enforce}`,
    'in-while-reported': `${inGroupOrNot} To have the person put out by itself, ${enforce}`,
    'in-while-held': `${held} ${inGroupOrNot}`,
    'in-while-backed-off': `Find out who keeps adding the person by hand: the entries below name them. ${inGroupOrNot}`,
    'in-after-takeover': pushAgain,
    'in-eviction-due': inGroupOrNot,
    'in-but-inactive':
      'To let the person in again, assign them to the app in the identity provider; where the workspace keeps the person, make them active on their page.',
    'out-by-directory': pushAgain,
    'out-by-takeover': `${pushAgain} If the takeover itself was wrong, it can be undone for 30 days, on the page Takeovers.`,
    'out-by-reconciler': pushAgain,
    'out-by-hand':
      'Ask who removed the person, or add them again: in a team of the workspace by hand, else in the group of the identity provider.',
    'out-refused': 'The person is a user now: in the identity provider, push the group again.',
    'out-released': 'Assign the person to the app in the identity provider again, then push the group again.',
    'out-came-back': pushAgain,
    'out-not-named': `Look in the identity provider: is the person a member of the group, and is the group pushed? ${pushAgain}`,
    'out-never-added': 'Put the person in, on the page of the team.',
    'out-restoration-due':
      'Wait a moment. To take the person out for good, remove them from the group in the identity provider.',
    'out-restoration-withheld': held,
    'out-takeover-waits': 'Look at it on the page Takeovers, and allow or decline it.',
    'cannot-be-told-yet': 'Ask again in a few seconds. If it stays so, tell whoever operates this service.',
  },
  withheldTodo: {
    paused: `To have the person put back, ${enforce}`,
    'report-only': `To have the person put back, ${enforce}`,
    takeover: 'Wait until then. If the takeover was wrong, undo it on the page Takeovers.',
    held,
  },
};

/** What a sentence about somebody and a team is made of. */
export interface MembershipWords {
  readonly who: string;
  readonly team: string;
  /** By whom and when, as the end of a sentence; empty where nothing of it is known. */
  readonly done: string;
  /** The same of the hand that had added who was put out. */
  readonly addedBy?: string | undefined;
  readonly until?: string | undefined;
  readonly since?: string | undefined;
  readonly groupSize?: number | undefined;
  readonly withheld?: string | undefined;
  readonly awaited?: string | undefined;
}
