import { Controller, Inject } from '@nestjs/common';
import type { RoleReply } from '@rollcall/contracts';
import { Answer, nothing } from '@rollcall/gateway-kit';
import { v7 as uuidv7 } from 'uuid';
import type { AccountCommandBus } from '../clients/account-command-bus.js';
import { ACCOUNT_COMMAND_BUS, USER_QUERY_CLIENT } from '../clients/injection-tokens.js';
import type { UserQueryClient } from '../clients/user-query-client.js';
import type { AnswerOf } from '../contract/define-route.js';
import * as routes from '../contract/role-routes.js';
import type { CheckedRequest } from '../http/checked-request.js';
import { Checked, Serve } from './serve.js';

/** Custom roles: their ids are user types, also in the identity provider. */
@Controller()
export class RolesController {
  constructor(
    @Inject(USER_QUERY_CLIENT) private readonly users: UserQueryClient,
    @Inject(ACCOUNT_COMMAND_BUS) private readonly commands: AccountCommandBus,
  ) {}

  @Serve(routes.listRoles)
  async list(
    @Checked() { call }: CheckedRequest<typeof routes.listRoles>,
  ): Promise<Answer<AnswerOf<typeof routes.listRoles>>> {
    // read first: the ETag may then be too old, which is refused, but never too new
    const { version } = await this.users.account(call);
    return new Answer({ items: [...(await this.users.roles(call))] }, { version });
  }

  @Serve(routes.createRole)
  async create(
    @Checked() { body, call }: CheckedRequest<typeof routes.createRole>,
  ): Promise<Answer<AnswerOf<typeof routes.createRole>>> {
    return shown(await this.commands.createRole({ roleId: uuidv7(), ...body }, call));
  }

  @Serve(routes.renameRole)
  async rename(
    @Checked() { params, body, call, ifMatch }: CheckedRequest<typeof routes.renameRole>,
  ): Promise<Answer<AnswerOf<typeof routes.renameRole>>> {
    return shown(await this.commands.renameRole({ ...params, ...body, ...ifMatch }, call));
  }

  @Serve(routes.deleteRole)
  async delete(@Checked() { params, call, ifMatch }: CheckedRequest<typeof routes.deleteRole>): Promise<Answer> {
    await this.commands.deleteRole({ ...params, ...ifMatch }, call);
    return nothing;
  }
}

function shown({ version, ...role }: RoleReply): Answer<Omit<RoleReply, 'version'>> {
  return new Answer(role, { version });
}
