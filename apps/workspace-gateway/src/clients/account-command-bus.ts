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
import type { CommandInput } from '@rollcall/gateway-kit';
import type { Call } from '../http/request-context.js';

/** Sends changes of an account, its roles, settings and tokens; resolves and rejects as `UserCommandBus` does. */
export interface AccountCommandBus {
  changeSettings(command: CommandInput<ChangeAccountSettings>, call: Call): Promise<AccountView>;
  createRole(command: CommandInput<CreateRole>, call: Call): Promise<RoleReply>;
  renameRole(command: CommandInput<RenameRole>, call: Call): Promise<RoleReply>;
  deleteRole(command: CommandInput<DeleteRole>, call: Call): Promise<object>;
  createToken(command: CommandInput<CreateToken>, call: Call): Promise<TokenView>;
  revokeToken(command: CommandInput<RevokeToken>, call: Call): Promise<TokenView>;
}
