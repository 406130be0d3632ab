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
      one: 'The identity provider asked to make more people inactive within ten minutes than your limit allows. One person is over the limit: still active, until an admin decides.',
      other: `The identity provider asked to make more people inactive within ten minutes than your limit allows. ${number(count)} people are over the limit: they are still active, until an admin decides.`,
    }),
  heldRuns: (count: number) =>
    plural(count, {
      one: 'One team has many members who are not in its group: more than the limit for putting people out at once. Nobody is put out until an admin approves.',
      other: `${number(count)} teams have many members who are not in their groups: more than the limit for putting people out at once. Nobody is put out until an admin approves.`,
    }),
  takeoversWaiting: (count: number) =>
    plural(count, {
      one: 'One group of the identity provider waits for an admin. If it is allowed, it takes over a team here: whoever is in the team and not in the group loses access.',
      other: `${number(count)} groups of the identity provider wait for an admin. Each that is allowed takes over a team here: whoever is in the team and not in the group loses access.`,
    }),
  auditStreamFailing: (count: number, since: string) =>
    plural(count, {
      one: `One receiver of the log has accepted nothing since ${since}. Nothing is lost: the entries are kept here, and sent when it accepts them again.`,
      other: `${number(count)} receivers of the log have accepted nothing since ${since}. Nothing is lost: the entries are kept here, and sent when they accept them again.`,
    }),
  contended: (who: string, team: string, evictions: number) =>
    `${who} is not in the group of “${team}”, but is put into the team by hand again and again, and was put out ${number(evictions)} times.`,
};
