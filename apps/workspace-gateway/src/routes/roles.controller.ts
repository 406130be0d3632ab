import { Controller, Inject } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { AccountCommandBus } from '../clients/account-command-bus.js';
import { ACCOUNT_COMMAND_BUS, USER_DIRECTORY } from '../clients/tokens.js';
import type { UserDirectory } from '../clients/user-directory.js';
import type { AnswerOf } from '../contract/define-route.js';
import * as routes from '../contract/role-routes.js';
import { Answer, nothing } from '../http/answer.js';
import type { Asking } from '../http/asking.js';
import { Asked, Serve } from './serve.js';

/** Custom roles: their ids are user types, also in the identity provider. */
@Controller()
export class RolesController {
  constructor(
    @Inject(USER_DIRECTORY) private readonly users: UserDirectory,
    @Inject(ACCOUNT_COMMAND_BUS) private readonly commands: AccountCommandBus,
  ) {}

  @Serve(routes.listRoles)
  async list(@Asked() { call }: Asking<typeof routes.listRoles>): Promise<Answer<AnswerOf<typeof routes.listRoles>>> {
    return new Answer({ items: [...(await this.users.roles(call))] });
  }

  @Serve(routes.createRole)
  async create(
    @Asked() { body, call }: Asking<typeof routes.createRole>,
  ): Promise<Answer<AnswerOf<typeof routes.createRole>>> {
    return new Answer(await this.commands.createRole({ roleId: uuidv7(), ...body }, call));
  }

  @Serve(routes.renameRole)
  async rename(
    @Asked() { params, body, call }: Asking<typeof routes.renameRole>,
  ): Promise<Answer<AnswerOf<typeof routes.renameRole>>> {
    return new Answer(await this.commands.renameRole({ ...params, ...body }, call));
  }

  @Serve(routes.deleteRole)
  async delete(@Asked() { params, call }: Asking<typeof routes.deleteRole>): Promise<Answer> {
    await this.commands.deleteRole(params, call);
    return nothing;
  }
}
