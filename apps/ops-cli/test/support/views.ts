import {
  defaultAccountSettings,
  type AccountSummary,
  type ParkedMessageView,
  type TokenView,
  type UserBrief,
  type UserReply,
} from '@rollcall/contracts';

const at = '2026-01-01T00:00:00.000Z';
const accountId = '01890a5d-ac96-774b-bcce-b302099a8057';

/** The account of the tests. */
export const acme: AccountSummary = {
  id: accountId,
  slug: 'acme',
  name: 'Acme',
  version: 1,
  settings: defaultAccountSettings,
  seats: 3,
  users: 4,
  activeAdmins: 1,
};

/** A person as replies and answers tell. */
export function aUser(of: Pick<UserReply, 'id'> & Partial<UserReply>): UserReply {
  return {
    accountId,
    version: 1,
    userName: 'ada@acme.example',
    userType: 'admin',
    active: true,
    managedBy: 'workspace',
    profile: {},
    createdAt: at,
    updatedAt: at,
    changed: true,
    ...of,
  };
}

export const briefOf = ({ id, version, userName, active, managedBy }: UserReply): UserBrief => {
  return { id, version, userName, active, managedBy, released: false };
};

export const aToken: TokenView = {
  id: '01890a5d-ac96-774b-bcce-b302099a8059',
  accountId,
  name: 'Okta',
  hint: 'rollcall_scim_…x7Kq',
  creatorId: '01890a5d-ac96-774b-bcce-b302099a8058',
  createdAt: at,
  expiresAt: '2027-01-01T00:00:00.000Z',
  state: 'working',
};

export const aParkedMessage: ParkedMessageView = {
  id: 'm1',
  key: 'k1',
  type: 'user.deactivated',
  accountId,
  reason: 'fault',
  parkedAt: at,
  place: { topic: 'rollcall.user.events', partition: 3, offset: '7' },
};
