import { number, plural } from '../../format';

/** What notices say, by their kinds: what happened or waits, and what an admin does about it. */
export const noticeSentences = {
  team: (name: string) => `the team “${name}”`,
  formerTeam: 'a team that is deleted',
  formerPerson: 'somebody who is not known any more',
  seen: 'An admin has seen this.',
  leavers: {
    asked: 'The identity provider asked to make more people inactive within ten minutes than your limit allows.',
    waiting: (count: number) =>
      plural(count, {
        one: 'One person is over the limit: still active, and waits for an admin.',
        other: `${number(count)} people are over the limit: they are still active, and wait for an admin.`,
      }),
    todo: 'Approve, and they become inactive at once; decline, and they stay active. Look first whether an assignment was removed there by mistake.',
    ended: 'Nobody of them waits any more: the log says what became of them.',
    ends: {
      approved: 'An admin approved: all who still waited became inactive.',
      declined: 'An admin declined: all who still waited stay active.',
      decided: 'Admins decided about them one by one, and nobody waits any more.',
      'not-needed':
        'Nobody waits any more: the identity provider made the last of them active again, or they became inactive in another way.',
    },
  },
  takeover: {
    pushed: (team: string) => `The identity provider pushed a group to take over ${team}.`,
    waiting:
      'The team would then have the members of the group, and nobody else. Nothing has changed yet. Look who would gain and who would lose access, then allow or decline it.',
    ended: 'It does not wait any more: the page Takeovers says what became of it.',
    ends: {
      allowed:
        'An admin allowed it. The page Takeovers says whether the team has been taken over, or the group has to be pushed again first, within 24 hours.',
      declined: 'An admin declined it: the team stays as it was.',
      withdrawn: 'Before anybody decided, the group was deleted there: the team stays as it was.',
      lapsed:
        'Nobody decided for 14 days: the team stays as it was. If the group is pushed again, an admin is asked again.',
      'taken-over':
        'Before an admin decided, the setting was changed so that no admin is asked: a pushed group took the team over and replaced its members. An admin can undo that for 30 days, on the page Takeovers.',
      'team-deleted': 'Before anybody decided, the team was deleted.',
    },
  },
  run: {
    waiting: (team: string) =>
      `Many members of ${team} are not in its group in the identity provider: more than the limit for putting people out at once, so an admin has to decide. Nobody has lost access yet. Look who would be put out; then approve, or add them to the group there.`,
    was: (team: string) =>
      `Many members of ${team} were not in its group in the identity provider: more than the limit for putting people out at once, so an admin was asked.`,
    ended: 'It does not wait any more: what happened is on the page of the team, and among the runs of the reconciler.',
    ends: {
      approved: 'An admin approved: they are put out within seconds, or, if the reconciler is paused, when it resumes.',
      'put-right': 'Later they were fewer than the limit, and were put out without an admin.',
      'not-needed': 'Later the team and its group agreed again: nobody had to be put out.',
      'handed-back': 'An admin gave the team back to the workspace: the group puts nobody out any more.',
      'team-deleted': 'Before anybody decided, the team was deleted.',
    },
  },
  token: {
    name: {
      scim: (name: string) => `SCIM token “${name}”`,
      audit: (name: string) => `audit token “${name}”`,
    },
    former: 'SCIM token that is not known any more',
    ways: {
      revoked: 'was revoked by an admin',
      expired: 'has expired',
      'creator-deactivated': 'ended when the admin who made it was made inactive',
      'creator-not-admin': 'ended when the person who made it was no admin any more',
      'creator-released': 'ended when the admin who made it was deleted',
    },
    ended: 'works no more',
    has: (token: string, ended: string) => `The ${token} ${ended}.`,
    todo: {
      scim: 'Whatever uses it can send nothing here: generate a new one, and enter it in the identity provider, unless it has one already.',
      audit:
        'Whatever uses it can read nothing here: generate a new one, and give it to what reads the log, unless it has one already.',
    },
    another: 'Whether another one works is on the page Provisioning.',
    ends: (token: string, at: string) => `The ${token} ends on ${at}.`,
    renew: {
      scim: 'Generate a new one before, and enter it in the identity provider.',
      audit: 'Generate a new one before, and give it to what reads the log.',
    },
    announced: (token: string, ended: string) =>
      `The ${token}, whose end was announced here, ${ended}. What to do is on the page Provisioning.`,
  },
  admin: {
    made: (who: string) => `The identity provider made ${who} an admin.`,
    madeTodo: 'If nobody meant that, set another userType there, such as member: then the person is no admin any more.',
    password: (who: string) => `The identity provider changed the password of ${who}, an admin.`,
    passwordTodo:
      'If nobody meant that, somebody may be able to sign in as this admin: on the page of the person, sign them out everywhere and make a link for a new password. Then find out in the identity provider who did it. In the settings you can have passwords of the identity provider left out.',
  },
};
