import { parts } from './en/parts';
import { shell } from './en/shell';
import { reconciler } from './en/reconciler';
import { setPassword, setUp, signIn } from './en/sign-in';
import { takeover, takeovers } from './en/takeovers';
import { team, teams } from './en/teams';
import { who } from './en/who';

/** Every text of the console, in English. Sentences about problems come from the API. */
export const en = { parts, shell, signIn, setUp, setPassword, who, teams, team, takeovers, takeover, reconciler };

/** What another language must have. */
export type Texts = typeof en;
