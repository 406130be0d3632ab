import type { MembershipVerdict } from '@rollcall/contracts';
import type { MembershipFinding } from './finding.js';
import { askNarrower, deed, doer, moment, type NamesAndMakers } from './words.js';

/** What the sentences are made of. */
export interface MembershipWords {
  /** The person and the team, as sentences name them. */
  readonly who: string;
  readonly team: string;
  readonly finding: MembershipFinding;
  readonly names: NamesAndMakers;
  /** How many people the directory's group has now; absent at a past moment. */
  readonly groupSize?: number;
}

interface Row {
  /** Absent where it cannot be told. */
  readonly isIn?: boolean;
  readonly says: (words: MembershipWords) => string;
  /** What to do, and where. */
  readonly todo?: string | ((words: MembershipWords) => string);
}

const done = ({ finding, names }: MembershipWords) => deed(finding, names);
const addedBy = (words: MembershipWords) => {
  const how = done(words);
  return how === '' ? '' : ` It was added${how}.`;
};
const handWithout = (why: string) => (words: MembershipWords) =>
  `${words.who} is in ${words.team} although the directory's group does not name this person: added${done(words)}, and ${why}.`;
const until = ({ finding }: MembershipWords) => (finding.until === undefined ? 'then' : moment(finding.until));
const pushAgain =
  'In your identity provider, make sure that the person is a member of the group that is pushed, then push the group again.';
const inGroupOrNot =
  'To keep the person in, add them to the group in your identity provider. To take them out at once, remove them from the team in the product.';

const enforce =
  'set the reconciler to enforce, under Reconciler in the product: that holds for every team of the account, so look at the differences of the others first.';

/** What is to be done where the reconciler does not put somebody back, by the reason; else a change waits for an admin. */
const withheldTodos: Readonly<Record<string, string>> = {
  paused: `To have the person put back, ${enforce}`,
  'report-only': `To have the person put back, ${enforce}`,
  takeover: 'Wait until then. If the takeover was wrong, undo it under Takeovers in the product.',
};

/** The table of verdicts: what each says to an admin, and what it tells her to do. */
const rows: Readonly<Record<MembershipVerdict, Row>> = {
  'in-by-directory': {
    isIn: true,
    says: (w) => `${w.who} is in ${w.team} because the directory's group names this person: added${done(w)}.`,
    todo: 'To take the person out, remove them from the group in your identity provider: whoever is removed by hand is put back.',
  },
  'in-by-hand': {
    isIn: true,
    says: (w) => `${w.who} is in ${w.team}, which is the workspace's own team: added by hand${done(w)}.`,
    todo: 'To take the person out, remove them from the team in the product.',
  },
  'in-while-paused': {
    isIn: true,
    says: handWithout('the reconciler, which would put the person out, is paused for this account'),
    todo: `${inGroupOrNot} To have the person taken out by itself, ${enforce}`,
  },
  'in-while-reported': {
    isIn: true,
    says: handWithout('the reconciler only reports such differences in this account, and changes nothing'),
    todo: `${inGroupOrNot} To have the person taken out by itself, ${enforce}`,
  },
  'in-while-held': {
    isIn: true,
    says: (w) =>
      handWithout(`the run that would put the person out waits for an admin (${w.finding.reason ?? 'it is held'})`)(w),
    todo: `Look at the held run under Reconciler in the product, and approve it if it is right. ${inGroupOrNot}`,
  },
  'in-while-backed-off': {
    isIn: true,
    says: (w) =>
      handWithout(`put out and added again so often that the reconciler waits until ${until(w)} before the next time`)(
        w,
      ),
    todo: `Find out who keeps adding the person by hand (the entries name them). ${inGroupOrNot}`,
  },
  'in-after-takeover': {
    isIn: true,
    says: (w) =>
      `${w.who} is in ${w.team} as a member from before the directory took the team over: the group has come without members so far, and former members stay until ${until(w)} or until it has some.${addedBy(w)}`,
    todo: pushAgain,
  },
  'in-eviction-due': {
    isIn: true,
    says: (w) =>
      `${w.who} is in ${w.team}, but not for long: added${done(w)}, and the directory's group does not name this person. The reconciler puts such people out, usually within a second.`,
    todo: inGroupOrNot,
  },
  'in-but-inactive': {
    isIn: true,
    says: (w) =>
      `${w.who} keeps the place in ${w.team}, but is inactive and does not count${done(w) && `: made inactive${done(w)}`}. The place is there again when the person is active.`,
    todo: 'To let the person in again, assign them to the app in your identity provider (or, if the workspace manages them, make them active in the product).',
  },
  'out-by-directory': {
    isIn: false,
    says: (w) =>
      `${w.who} is not in ${w.team} because the directory took this person out of the group: removed${done(w)}.`,
    todo: pushAgain,
  },
  'out-by-takeover': {
    isIn: false,
    says: (w) =>
      `${w.who} is not in ${w.team} because the directory took the team over, and its group does not name this person: removed${done(w)}.`,
    todo: `${pushAgain} If the takeover itself was wrong, it can be undone for 30 days, under Takeovers in the product.`,
  },
  'out-by-reconciler': {
    isIn: false,
    says: (w) =>
      `${w.who} is not in ${w.team}: ${handThatAdded(w)}put out${done(w)}, because the directory's group does not name this person.`,
    todo: pushAgain,
  },
  'out-by-hand': {
    isIn: false,
    says: (w) => `${w.who} is not in ${w.team}: removed by hand${done(w)}.`,
    todo: (w) =>
      `Ask who removed the person, or add them again: in a team of the workspace by hand, else in the group of your identity provider. The audit log has more${w.finding.entry?.requestId === undefined ? '' : ` under this request: ${w.finding.entry.requestId}`}.`,
  },
  'out-refused': {
    isIn: false,
    says: (w) =>
      `${w.who} is not in ${w.team}: the directory named this person, but they were no user of the account at that time, so they were not let in: named${done(w)}.`,
    todo: 'The person is a user now: in your identity provider, push the group again.',
  },
  'out-released': {
    isIn: false,
    says: (w) =>
      `${w.who} is not in ${w.team} because the person was deleted from the account by the directory, and so from all its teams: deleted${done(w)}.`,
    todo: 'Assign the person to the app in your identity provider again, then push the group again.',
  },
  'out-came-back': {
    isIn: false,
    says: (w) =>
      `${w.who} is not in ${w.team} because the person had been deleted, and so left all teams: deleted${done(w)}. The person has come back since, but the group has not named them again.`,
    todo: pushAgain,
  },
  'out-erased': {
    isIn: false,
    says: (w) => `${w.who} is not in ${w.team}: what was known of the person was erased${done(w)}.`,
  },
  'out-not-named': {
    isIn: false,
    says: (w) =>
      `${w.who} is not in ${w.team} because the directory's group does not name this person. The group was last written${done(w)}${sizeOf(w)}.`,
    todo: `Look in your identity provider: is the person a member of the group, and is the group pushed? ${pushAgain}`,
  },
  'out-never-added': {
    isIn: false,
    says: (w) => `${w.who} is not in ${w.team}: the team is the workspace's own, and nobody has added this person.`,
    todo: 'Add the person to the team in the product.',
  },
  'out-restoration-due': {
    isIn: false,
    says: (w) =>
      `${w.who} is not in ${w.team} for a moment: the directory's group names this person, removed by hand${done(w)}. The reconciler puts such people back, usually within a second.`,
    todo: 'Wait a moment. To take the person out for good, remove them from the group in your identity provider.',
  },
  'out-restoration-withheld': {
    isIn: false,
    says: (w) =>
      `${w.who} is not in ${w.team} although the directory's group names this person: removed${done(w)}, and ${withheldBy(w)}.`,
    todo: (w) =>
      withheldTodos[w.finding.reason ?? ''] ??
      'Look at the changes that wait under Reconciler in the product, and approve them if they are right.',
  },
  'out-takeover-waits': {
    isIn: false,
    says: (w) =>
      `${w.who} is not in ${w.team} because the directory's group, which names this person, waits for an admin who lets it take the team over: it was pushed${done(w)}.`,
    todo: 'Look at it under Takeovers in the product, and allow or decline it.',
  },
  'out-team-deleted': {
    isIn: false,
    says: (w) => `${w.who} is in ${w.team} no more, and nobody is: the team was deleted${done(w)}.`,
  },
  'not-in-the-log': {
    says: (w) => {
      const since = `complete only since ${w.finding.since === undefined ? 'later' : moment(w.finding.since)}`;
      return w.finding.isIn === false
        ? `${w.who} is not in ${w.team}, and what took this person out is not in the log, which is ${since}.`
        : `The log has nothing of ${w.who} and ${w.team} up to that moment, and is ${since}: it cannot be told.`;
    },
  },
  'cannot-be-told-yet': {
    says: (w) => `Whether ${w.who} is in ${w.team}, and why, cannot be told yet: ${whatIsOnItsWay(w)}.`,
    todo: (w) =>
      w.finding.reason === 'search'
        ? askNarrower
        : w.finding.reason?.startsWith('parked')
          ? 'Tell the operator of this service: the message is among the parked ones (`ops-cli parked list`).'
          : 'Ask again in a few seconds. If it stays so, tell the operator of this service.',
  },
};

/** The hand that had added who was put out. */
function handThatAdded({ finding, names }: MembershipWords): string {
  const added = finding.others?.find(({ type }) => type === 'team.members-added');
  if (!added?.actor) return '';
  return `added by hand by ${doer(added.actor, names)} on ${moment(added.at)}, and `;
}

const sizeOf = ({ groupSize }: MembershipWords) =>
  groupSize === undefined ? '' : `, and has ${groupSize === 1 ? 'one member' : `${groupSize} members`}`;

function withheldBy(words: MembershipWords): string {
  const { reason = '' } = words.finding;
  if (reason === 'paused') return 'the reconciler, which would put the person back, is paused for this account';
  if (reason === 'report-only') return 'the reconciler only reports such differences in this account';
  if (reason === 'takeover') return `the team, which was just taken over, stays as it is until ${until(words)}`;
  return `the run that would put the person back waits for an admin (${reason})`;
}

function whatIsOnItsWay({ finding: { reason = '', since } }: MembershipWords): string {
  if (reason.startsWith('parked'))
    return `a message about it could not be handled (${reason.replace('parked ', '')}), and waits${since === undefined ? '' : ` since ${moment(since)}`}`;
  if (reason === 'search') return 'the log is long, and was not searched through in time';
  if (reason === 'person') return 'news of the person is on its way to the teams';
  return 'the newest change is not in the log yet';
}

export interface MembershipSentence {
  readonly sentence: string;
  readonly todo?: string;
  readonly isIn?: boolean;
}

/** What a finding says to people. */
export function membershipSentence(words: MembershipWords): MembershipSentence {
  const { says, todo, ...row } = rows[words.finding.verdict];
  const isIn = row.isIn ?? words.finding.isIn;
  return {
    sentence: says(words),
    ...(todo === undefined ? {} : { todo: typeof todo === 'string' ? todo : todo(words) }),
    ...(isIn === undefined ? {} : { isIn }),
  };
}
