import { parts } from './en/parts';
import { shell } from './en/shell';
import { setPassword, setUp, signIn } from './en/sign-in';

/** Every text of the console, in English. Sentences about problems come from the API. */
export const en = { parts, shell, signIn, setUp, setPassword };

/** What another language must have. */
export type Texts = typeof en;
