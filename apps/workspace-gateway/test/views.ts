import {
  defaultAccountSettings,
  type AccountSummary,
  type PeopleCounts,
  type TeamReply,
  type TokenView,
  type UserBrief,
  type UserReply,
} from '@rollcall/contracts';
import { accountId, userId } from './gateway-under-test.js';

export const createdAt = '2026-01-01T00:00:00.000Z';
export const updatedAt = '2026-02-01T00:00:00.000Z';
export const otherId = '01890a5d-ac96-774b-bcce-b302099a8070';
export const teamId = '01890a5d-ac96-774b-bcce-b302099a8061';
export const roleId = '01890a5d-ac96-774b-bcce-b302099a8064';
export const tokenId = '01890a5d-ac96-774b-bcce-b302099a8059';

/** The id of `otherId` as the cursor after it. */
export const cursorAfterOther = Buffer.from(otherId.replaceAll('-', ''), 'hex').toString('base64url');

export const acme: AccountSummary = {
  id: accountId,
  slug: 'acme',
  name: 'Acme',
  version: 4,
  settings: defaultAccountSettings,
  seats: 3,
  users: 5,
  activeAdmins: 1,
};

/** How the people of Acme divide. */
export const acmesPeople: PeopleCounts = {
  users: 5,
  inactive: 2,
  directory: 4,
  workspace: 1,
  released: 1,
  types: [
    { userType: 'member', users: 3, released: 0 },
    { userType: 'admin', users: 2, released: 0 },
    { userType: 'guest', users: 0, released: 1 },
  ],
};

/** Bob as user-service tells of him. */
export const bob: UserReply = {
  id: otherId,
  accountId,
  version: 7,
  userName: 'bob@acme.example',
  userType: 'member',
  active: true,
  managedBy: 'directory',
  profile: { title: 'Pilot' },
  createdAt,
  updatedAt,
  changed: true,
};

/** Bob as this API shows him. */
export const bobShown = {
  id: otherId,
  version: 7,
  userName: 'bob@acme.example',
  userType: 'member',
  active: true,
  managedBy: 'directory',
  released: false,
  profile: { title: 'Pilot' },
  createdAt,
  updatedAt,
};

export const bobsBrief: UserBrief = {
  id: otherId,
  version: 7,
  userName: 'bob@acme.example',
  active: true,
  managedBy: 'directory',
  released: false,
};
export const namedBob = { id: otherId, userName: 'bob@acme.example', active: true };

/** Ann, whose session the tests use. */
export const annsBrief: UserBrief = { ...bobsBrief, id: userId, userName: 'ann@acme.example' };
export const namedAnn = { id: userId, userName: 'ann@acme.example', active: true };

export const design: TeamReply = {
  id: teamId,
  accountId,
  version: 2,
  displayName: 'Design',
  ownedBy: 'workspace',
  createdAt,
  updatedAt,
  changed: true,
};
export const designShown = {
  id: teamId,
  version: 2,
  displayName: 'Design',
  ownedBy: 'workspace',
  createdAt,
  updatedAt,
};

export const okta: TokenView = {
  id: tokenId,
  accountId,
  name: 'Okta',
  hint: 'rollcall_scim_…x7Kq',
  creatorId: userId,
  createdAt,
  expiresAt: '2099-01-01T00:00:00.000Z',
  leniency: 'named',
  state: 'working',
};
