import { leavers } from './en/leavers';
import { notices } from './en/notices';
import { parts } from './en/parts';
import { profile } from './en/profile';
import { provisioning } from './en/provisioning';
import { reconciler } from './en/reconciler';
import { settings } from './en/settings';
import { shell } from './en/shell';
import { setPassword, setUp, signIn } from './en/sign-in';
import { takeover, takeovers } from './en/takeovers';
import { team, teams } from './en/teams';
import { webhooks } from './en/webhooks';
import { who } from './en/who';

const entrance = { signIn, setUp, setPassword };
const ofTeams = { teams, team, takeovers, takeover, reconciler };
const ofAccount = { provisioning, notices, leavers, settings, webhooks, profile };

/** Every text of the console, in English. Sentences about problems come from the API. */
export const en = { parts, shell, who, ...entrance, ...ofTeams, ...ofAccount };

/** What another language must have. */
export type Texts = typeof en;
