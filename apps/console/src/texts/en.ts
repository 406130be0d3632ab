import { parts } from './en/parts';
import { consequences, inviteTexts, peopleTexts, personActs, personTexts } from './en/people';
import { rolesTexts } from './en/roles';
import { shell } from './en/shell';
import { reconciler } from './en/reconciler';
import { setPassword, setUp, signIn } from './en/sign-in';
import { takeover, takeovers } from './en/takeovers';
import { team, teams } from './en/teams';
import { who } from './en/who';

/** Every text of the console, in English. Sentences about problems come from the API. */
export const en = {
  parts,
  shell,
  signIn,
  setUp,
  setPassword,
  who,
  people: peopleTexts,
  person: personTexts,
  personActs,
  consequences,
  invite: inviteTexts,
  roles: rolesTexts,
  teams,
  team,
  takeovers,
  takeover,
  reconciler,
};

/** What another language must have. */
export type Texts = typeof en;
