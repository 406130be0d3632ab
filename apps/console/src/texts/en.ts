import { leavers } from './en/leavers';
import { notices } from './en/notices';
import { log, why } from './en/log';
import { parts } from './en/parts';
import { consequences, inviteTexts, peopleTexts, personActs, personTexts } from './en/people';
import { profile } from './en/profile';
import { provisioning } from './en/provisioning';
import { reconciler } from './en/reconciler';
import { rolesTexts } from './en/roles';
import { settings } from './en/settings';
import { shell } from './en/shell';
import { setPassword, setUp, signIn } from './en/sign-in';
import { states } from './en/states';
import { takeover, takeovers } from './en/takeovers';
import { streams } from './en/streams';
import { team, teams } from './en/teams';
import { webhooks } from './en/webhooks';
import { who } from './en/who';

/** Every text of the console, in English. Sentences about problems come from the API. */
export const en = {
  log,
  why,
  parts,
  shell,
  signIn,
  setUp,
  setPassword,
  who,
  provisioning,
  notices,
  states,
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
  leavers,
  settings,
  webhooks,
  streams,
  profile,
};

/** What another language must have. */
export type Texts = typeof en;
