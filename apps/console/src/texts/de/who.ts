import type { Texts } from '../en';
import { who as en } from '../en/who';

/** What to call those who do things, in words that are the same in every case: sentences have them after “von” too. */
export const who: Texts['who'] = {
  directory: 'Verzeichnis',
  operator: 'jemand vom Betrieb',
  system: 'Rollcall',
  formerAdmin: 'jemand, der hier Administrator war',
  somebody: 'jemand, der nicht mehr hier ist',
  providers: { ...en.providers, other: 'Ein anderer' },
  inactive: 'inaktiv',
};
