import type { UserTypeVerdict, UserVerdict } from '@rollcall/contracts';
import type { Finding } from './finding.js';
import { askNarrower, deed, type NamesAndMakers } from './words.js';

/** What the sentences are made of. */
export interface UserWords<Verdict extends string> {
  readonly who: string;
  readonly userType?: string;
  readonly finding: Finding<Verdict>;
  readonly names: NamesAndMakers;
}

interface Row<Verdict extends string> {
  readonly says: (words: UserWords<Verdict>) => string;
  readonly todo?: string;
}

export interface Advice {
  readonly sentence: string;
  readonly todo?: string;
}

const done = ({ finding, names }: UserWords<string>) => deed(finding, names);
const assignAgain = 'To let the person in again, assign them to the app in your identity provider.';

const states: Readonly<Record<UserVerdict, Row<UserVerdict>>> = {
  active: {
    says: (w) => `${w.who} is active${done(w) && `: made so${done(w)}`}.`,
  },
  'active-though-held': {
    says: (w) =>
      `${w.who} is still active: the identity provider asked to make this person inactive${done(w)}, but so many people were to be made inactive within ten minutes that an admin has to approve it first (setting deprovisionBrake).`,
    todo: 'Look at who waits, under Leavers in the product, and approve or decline it.',
  },
  'inactive-by-directory': {
    says: (w) => `${w.who} is inactive because the directory said so: made inactive${done(w)}.`,
    todo: assignAgain,
  },
  'inactive-by-hand': {
    says: (w) => `${w.who} is inactive: made inactive by hand${done(w)}.`,
    todo: 'An admin can make the person active again, in the product.',
  },
  'inactive-before-the-log': {
    says: (w) => `${w.who} is inactive, and became so before the log begins: it does not say by whom.`,
    todo: `${assignAgain} Where the workspace manages the person, an admin makes them active again in the product.`,
  },
  'inactive-cannot-be-told-yet': {
    says: (w) =>
      `${w.who} is inactive; by whom, and why, cannot be told yet: the log is long, and was not searched through in time.`,
    todo: askNarrower,
  },
  released: {
    says: (w) =>
      `${w.who} is inactive because the identity provider deleted this person from the account${done(w)}. That says nothing about the person there.`,
    todo: `${assignAgain} An admin can also restore the person in the product.`,
  },
  erased: {
    says: (w) =>
      `${w.who} is no user any more: what was known of the person was erased${done(w)}. It cannot come back.`,
    todo: 'If it is the same human being again, assign them to the app in your identity provider: a new user is made.',
  },
};

const types: Readonly<Record<UserTypeVerdict, Row<UserTypeVerdict>>> = {
  'type-by-directory': {
    says: (w) => `${w.who} is ${typeOf(w)} because the directory said so${done(w)}.`,
    todo: 'To change it, change the attribute userType in your identity provider: what is changed by hand is overwritten at the next push that names it.',
  },
  'type-by-hand': {
    says: (w) => `${w.who} is ${typeOf(w)}: the type was chosen by hand${done(w)}.`,
    todo: 'An admin changes it in the product.',
  },
  'type-by-fallback': {
    says: (w) =>
      `${w.who} is ${typeOf(w)} because the directory sent a user type that does not exist in the account${done(w)}, and the account's setting gives this one instead.`,
    todo: 'Correct the attribute userType in your identity provider: admin, member, viewer, guest, or the id of a custom role.',
  },
  'type-before-the-log': {
    says: (w) => `${w.who} is ${typeOf(w)} since before the log begins: it does not say by whom.`,
  },
  'type-cannot-be-told-yet': {
    says: (w) =>
      `${w.who} is ${typeOf(w)}; why cannot be told yet: the log is long, and was not searched through in time.`,
    todo: askNarrower,
  },
};

const typeOf = ({ userType = 'without a type' }: UserWords<string>) =>
  /^[aeiou]/.test(userType) ? `an ${userType}` : `a ${userType}`;

/** Why a person is active, or is not, for people. */
export const userStateAdvice = (words: UserWords<UserVerdict>): Advice =>
  adviceOf(states[words.finding.verdict], words);

/** Why a person has her type, for people. */
export const userTypeAdvice = (words: UserWords<UserTypeVerdict>): Advice =>
  adviceOf(types[words.finding.verdict], words);

function adviceOf<Verdict extends string>({ says, todo }: Row<Verdict>, words: UserWords<Verdict>): Advice {
  return { sentence: says(words), ...(todo === undefined ? {} : { todo }) };
}
