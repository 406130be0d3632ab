import { leavers } from './de/leavers';
import { log, why } from './de/log';
import { notices } from './de/notices';
import { parts } from './de/parts';
import { consequences, inviteTexts, peopleTexts, personActs, personTexts } from './de/people';
import { profile } from './de/profile';
import { provisioning } from './de/provisioning';
import { reconciler } from './de/reconciler';
import { rolesTexts } from './de/roles';
import { settings } from './de/settings';
import { shell } from './de/shell';
import { setPassword, setUp, signIn } from './de/sign-in';
import { states } from './de/states';
import { takeover, takeovers } from './de/takeovers';
import { streams } from './de/streams';
import { team, teams } from './de/teams';
import { webhooks } from './de/webhooks';
import { who } from './de/who';
import type { Texts } from './en';

/** Every text of the console, in German. */
export const de: Texts = {
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
