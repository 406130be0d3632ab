import { number, plural } from '../format';

/** How provisioning is, in sentences made of facts: with names, and times of the reader. */
export const states = {
  noToken: 'No SCIM token was generated yet: nobody can provision people.',
  tokenDied: (token: string, ended: string) => `Provisioning has stopped: the SCIM token “${token}” ${ended}.`,
  deadTokenUsed: (token: string, ended: string, refusedAt: string) =>
    `The SCIM token “${token}” ${ended}, and is still used: its last request was refused on ${refusedAt}.`,
  ended: {
    expired: (at: string) => `expired on ${at}`,
    revoked: (at: string) => `was revoked on ${at}`,
    'creator-deactivated': (at: string, who: string) => `ended when ${who} was made inactive, on ${at}`,
    'creator-not-admin': (at: string, who: string) => `ended when ${who} was no admin any more, on ${at}`,
    'creator-released': (at: string, who: string) => `ended when ${who} was deleted by the identity provider, on ${at}`,
  },
  maker: 'its maker',
  tokenEndsSoon: (token: string, at: string) => `The SCIM token “${token}” ends on ${at}, and no other works longer.`,
  paused: (since: string, who: string) =>
    `Pushed groups still arrive, but changes made to their teams by hand are not put right: ${who} paused the reconciler on ${since}`,
  reportOnly: (since: string, who: string) =>
    `Pushed groups still arrive, but changes made to their teams by hand are not put right: ${who} set the reconciler to report only, on ${since}`,
  because: (why: string) => `: ${why}`,
  until: (at: string) => `It ends by itself on ${at}.`,
  heldLeavers: (count: number) =>
    plural(count, {
      one: 'One person stays active until an admin decides: the identity provider asked to make more people inactive within ten minutes than happens without an admin.',
      other: `${number(count)} people stay active until an admin decides: the identity provider asked to make more people inactive within ten minutes than happens without an admin.`,
    }),
  heldRuns: (count: number) =>
    plural(count, {
      one: 'One change of a team is held: it would put out more members than may go without an admin.',
      other: `${number(count)} changes of teams are held: they would put out more members than may go without an admin.`,
    }),
  takeoversWaiting: (count: number) =>
    plural(count, {
      one: 'One group of the identity provider waits to take over a team of the same name.',
      other: `${number(count)} groups of the identity provider wait to take over teams of the same names.`,
    }),
  auditStreamFailing: (count: number, since: string) =>
    plural(count, {
      one: `One receiver of the log has taken nothing since ${since}. What is to be sent waits.`,
      other: `${number(count)} receivers of the log have taken nothing since ${since}. What is to be sent waits.`,
    }),
  contended: (who: string, team: string, evictions: number) =>
    `${who} was put into “${team}” by hand again and again, and put out ${number(evictions)} times.`,
};
