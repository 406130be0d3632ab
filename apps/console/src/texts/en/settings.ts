import { number, plural } from '../format';

interface Question {
  readonly title: string;
  /** What each value means. */
  readonly values: Readonly<Record<string, string>>;
  /** What is to be known about it. */
  readonly about?: string;
}

const questions: Readonly<Record<string, Question>> = {
  emailCase: {
    title: 'When the identity provider sends an e-mail address with capitals',
    values: {
      normalise: 'Take it, and use it in small letters here',
      refuse: 'Refuse it, with a sentence that says how to map it',
    },
  },
  unknownUserType: {
    title: 'When it sends a user type that is not known here',
    values: {
      refuse: 'Refuse it, and list the types that are known',
      fallback: 'Take the person with the type of the next question, and warn',
    },
  },
  fallbackUserType: {
    title: 'The type of people whose own type is not known',
    values: { viewer: 'Viewer', member: 'Member', guest: 'Guest' },
    about: 'Used only where the question before says so.',
  },
  passwordSync: {
    title: 'When it sends a password',
    values: {
      on: 'Take it: people sign in here with the password of the directory',
      off: 'Leave it: passwords are set here only',
    },
  },
  lastAdminGuard: {
    title: 'When it would make the last active admin inactive, or no admin',
    values: {
      on: 'Refuse it',
      off: 'Let it happen. Then your identity provider can lock everybody out of this console',
    },
  },
  directoryAdmins: {
    title: 'When it wants to make somebody an admin',
    values: {
      allow: 'Let it happen, and tell the admins in a notice',
      refuse: 'Refuse it: admins are made here only',
    },
  },
  externalId: {
    title: 'What an externalId means',
    values: {
      person: 'It identifies a person: another externalId under the same address may be somebody else',
      label: 'It is kept and returned, and decides nothing: two people may have the same',
    },
    about: 'Choose the second where your directory maps something that is not unique, or used again, as an alias.',
  },
  directoryScope: {
    title: 'When it asks for everybody',
    values: {
      managed: 'Show it only the people and teams that it keeps',
      all: 'Show it those of the workspace, too',
    },
  },
  teamTakeover: {
    title: 'When it pushes a group with the name of a team here',
    values: {
      replace: 'Take the team over: its members are replaced',
      refuse: 'Refuse it',
      review: 'Ask an admin first, who sees who would gain and lose access',
    },
  },
  unknownMembers: {
    title: 'When a group has members who are not here',
    values: {
      refuse: 'Refuse the change, and name them',
      skip: 'Leave them out, apply the rest, and warn',
    },
  },
  manualChanges: {
    title: 'When somebody changes a team that the identity provider keeps',
    values: {
      evict: 'Let it happen, then put it right within a second',
      refuse: 'Refuse it at once',
    },
  },
  eraseReleasedAfterDays: {
    title: 'What is known of people whom the identity provider has deleted',
    values: { never: 'Keep it until somebody erases it by hand' },
    about: 'Erased is erased: nobody can bring it back.',
  },
  deprovisionBrake: {
    title: 'When it makes many people inactive within ten minutes',
    values: { off: 'Let it happen: there is no limit' },
    about: 'A limit is never below 20 people. Whoever is over it stays active until an admin decides.',
  },
  auditChangesDays: {
    title: 'How long the log tells what happened',
    values: { longest: 'As long as the operator keeps it' },
    about: 'Older entries cannot be brought back.',
  },
  auditReadsDays: {
    title: 'How long the log tells who only looked',
    values: { longest: 'As long as the operator keeps it' },
    about: 'Older entries cannot be brought back.',
  },
};

/** A value that is a number, as a sentence. */
const numbers: Readonly<Record<string, (value: number) => string>> = {
  eraseReleasedAfterDays: (value) =>
    plural(value, { one: 'Erase it one day after', other: `Erase it ${number(value)} days after` }),
  deprovisionBrake: (value) => `Ask an admin once it is more than ${number(value)} % of the people of the directory`,
  auditChangesDays: (value) => `${number(value)} days, and never longer than the operator`,
  auditReadsDays: (value) => `${number(value)} days, and never longer than the operator`,
};

export const settings = {
  about: 'What happens with what your identity provider sends. A change holds for what comes from then on.',
  questions,
  numbers,
  /** The choice beside the named values, and its field. */
  numberChoices: {
    eraseReleasedAfterDays: { choice: 'Erase it so many days after', field: 'Days' },
    deprovisionBrake: {
      choice: 'Ask an admin once it is more than so many percent',
      field: 'Percent of the people of the directory',
    },
    auditChangesDays: { choice: 'For so many days', field: 'Days of the log' },
    auditReadsDays: { choice: 'For so many days', field: 'Days of the log of reads' },
  } as Readonly<Record<string, { readonly choice: string; readonly field: string }>>,
  otherNumber: { choice: 'A number', field: 'Number' },
  between: (from: number, to: number) => `A whole number from ${number(from)} to ${number(to)}`,
  isDefault: '(default)',
  role: (name: string) => `The role ${name}`,
  people: 'People',
  teams: 'Teams',
  safety: 'Leaving, and being forgotten',
  others: 'More',
  lastChange: 'Last changed',
  changedBy: (name: string) => `by ${name}`,
  bar: {
    label: 'Changes that are not saved yet',
    count: (count: number) =>
      plural(count, { one: 'One change is not saved yet.', other: `${number(count)} changes are not saved yet.` }),
    from: (former: string) => `now: ${former}`,
    save: 'Save…',
    discard: 'Discard',
    incomplete: 'A number is missing, or does not fit.',
  },
  saving: {
    title: 'Save these changes?',
    erased: (count: number) =>
      count === 0
        ? 'Nobody would be erased now.'
        : plural(count, {
            one: 'One person whom the identity provider deleted will be erased for good within minutes. Nobody can bring that back.',
            other: `${number(count)} people whom the identity provider deleted will be erased for good within minutes. Nobody can bring that back.`,
          }),
    guardOff: 'Your identity provider can then take away the last admin, and lock everybody out of this console.',
    brakeOff:
      'Whoever waits for an admin now stays active until an admin decides, or until the identity provider asks again: then the person becomes inactive at once.',
    logCut: 'Older entries of the log are hidden at once, and deleted for good within minutes.',
    nothing: 'For what is here already nothing changes.',
    act: 'Save',
    done: 'The settings are saved.',
  },
  conflict: {
    title: 'Somebody changed the settings in the meantime',
    kept: 'Your changes are kept. What is different now:',
    nothing: 'Your changes are kept. Nothing that is shown here is different.',
    row: (title: string, value: string) => `${title}: ${value}`,
    mine: 'Use mine',
  },
};
