import { Controller, Inject } from '@nestjs/common';
import { AccountCommands, AccountQueries, type RoleReply } from '@rollcall/contracts';
import { CommandSender, QueryClient, Answer, nothing, type Commands, type Queries } from '@rollcall/gateway-kit';
import { v7 as uuidv7 } from 'uuid';
import * as routes from '../contract/role-routes.js';
import type { CheckedRequest } from '../http/checked-request.js';
import { Checked, Serve } from './serve.js';

/** Custom roles: their ids are user types, also in the identity provider. */
@Controller()
export class RolesController {
  constructor(
    @Inject(QueryClient) private readonly queries: Queries,
    @Inject(CommandSender) private readonly commands: Commands,
  ) {}

  @Serve(routes.listRoles)
  async list(@Checked() { call }: CheckedRequest<typeof routes.listRoles>) {
    const of = { account: call.accountId };
    // read first: the ETag may then be too old, which is refused, but never too new
    const { version } = await this.queries.ask(AccountQueries.find, of, call);
    const [roles, { types }] = await Promise.all([
      this.queries.ask(AccountQueries.roles, of, call),
      this.queries.ask(AccountQueries.people, of, call),
    ]);
    const counts = types && new Map(types.map(({ userType, users, released }) => [userType, users + released]));
    const peopleOf = (roleId: string) => (counts ? { people: counts.get(roleId) ?? 0 } : {});
    return new Answer({ items: roles.map((role) => ({ ...role, ...peopleOf(role.id) })) }, { version });
  }

  @Serve(routes.createRole)
  async create(@Checked() { body, call }: CheckedRequest<typeof routes.createRole>) {
    return shown(await this.commands.send(AccountCommands.createRole, { roleId: uuidv7(), ...body }, call));
  }

  @Serve(routes.renameRole)
  async rename(@Checked() { params, body, call, ifMatch }: CheckedRequest<typeof routes.renameRole>) {
    return shown(await this.commands.send(AccountCommands.renameRole, { ...params, ...body, ...ifMatch }, call));
  }

  @Serve(routes.deleteRole)
  async delete(@Checked() { params, call, ifMatch }: CheckedRequest<typeof routes.deleteRole>) {
    await this.commands.send(AccountCommands.deleteRole, { ...params, ...ifMatch }, call);
    return nothing;
  }
}

function shown({ version, ...role }: RoleReply): Answer<Omit<RoleReply, 'version'>> {
  return new Answer(role, { version });
}
