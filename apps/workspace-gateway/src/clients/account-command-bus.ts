import type {
  AccountView,
  ChangeAccountSettings,
  CreateRole,
  CreateToken,
  DeleteRole,
  RenameRole,
  RevokeToken,
  RoleReply,
  TokenView,
} from '@rollcall/contracts';
import type { Asked } from '@rollcall/edge';
import type { Call } from '../http/request-context.js';

/** Asks for changes of what an account has beside people and teams; resolves and rejects as `UserCommandBus` does. */
export interface AccountCommandBus {
  changeSettings(command: Asked<ChangeAccountSettings>, call: Call): Promise<AccountView>;
  createRole(command: Asked<CreateRole>, call: Call): Promise<RoleReply>;
  renameRole(command: Asked<RenameRole>, call: Call): Promise<RoleReply>;
  deleteRole(command: Asked<DeleteRole>, call: Call): Promise<object>;
  createToken(command: Asked<CreateToken>, call: Call): Promise<TokenView>;
  revokeToken(command: Asked<RevokeToken>, call: Call): Promise<TokenView>;
}
