import { parts } from './en/parts';
import { consequences, inviteTexts, peopleTexts, personActs, personTexts } from './en/people';
import { rolesTexts } from './en/roles';
import { shell } from './en/shell';
import { setPassword, setUp, signIn } from './en/sign-in';
import { who } from './en/who';

/** Every text of the console, in English. Sentences about problems come from the API. */
export const en = {
  parts,
  who,
  shell,
  signIn,
  setUp,
  setPassword,
  people: peopleTexts,
  person: personTexts,
  personActs,
  consequences,
  invite: inviteTexts,
  roles: rolesTexts,
};

/** What another language must have. */
export type Texts = typeof en;
