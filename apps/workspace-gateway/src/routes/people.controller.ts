import { Controller, Inject } from '@nestjs/common';
import { ErasureCommands, Refusal, UserQueries, WorkspaceUserCommands, type RefusalCode } from '@rollcall/contracts';
import { CommandSender, QueryClient, Answer, nothing, type Commands, type Queries } from '@rollcall/gateway-kit';
import { v7 as uuidv7 } from 'uuid';
import { requireConfirmedForAdmin } from '../auth/confirmation.js';
import * as routes from '../contract/people-routes.js';
import { problem } from '../errors/problem-table.js';
import type { CheckedRequest } from '../http/checked-request.js';
import type { Call } from '../http/request-context.js';
import { Links } from '../resources/password-link.js';
import { attributeSteps, profileSteps } from '../resources/user-changes.js';
import { userFor, userOf } from '../resources/user-view.js';
import { Checked, Serve } from './serve.js';

/** Why a person who was restored is no longer the one that was invited. */
const goneSince: ReadonlySet<RefusalCode> = new Set(['version-mismatch', 'user-not-found']);

/** People of the account, for those who manage it. */
@Controller()
export class PeopleController {
  constructor(
    @Inject(QueryClient) private readonly queries: Queries,
    @Inject(CommandSender) private readonly commands: Commands,
    private readonly links: Links,
  ) {}

  @Serve(routes.findUser)
  async find(@Checked() { params, call, session }: CheckedRequest<typeof routes.findUser>) {
    const user = await this.queries.ask(
      UserQueries.find,
      { ...params, accountId: call.accountId, released: true },
      call,
    );
    return new Answer(userFor(session, user), { version: user.version });
  }

  @Serve(routes.invite)
  async invite(@Checked() { body, request, call, session }: CheckedRequest<typeof routes.invite>) {
    const { userType, ...person } = body;
    requireConfirmedForAdmin(userType, request);
    const userId = uuidv7();
    const made = this.links.makeInvitation(session.accountId, userId);
    const type = userType === undefined ? {} : { userType };
    const invited = await this.commands.send(
      WorkspaceUserCommands.invite,
      { userId, ...person, ...type, link: made.link },
      call,
    );
    if (invited.id === userId) {
      return new Answer({ user: userOf(invited), link: made.shown }, { version: invited.version });
    }
    if (invited.outcome !== 'restored') throw problem('secret-shown', { userId: invited.id });
    // A person who was here before keeps the former id, which a link contains: so a new link is made. A request that is sent again may
    // have the reply of long ago: whoever has changed since gets no link without a confirmed session.
    const again = this.links.makeInvitation(session.accountId, invited.id);
    const { retryKey: _, requestId: __, ...rest } = call;
    const command = { userId: invited.id, link: again.link, ifMatch: [String(invited.version)] };
    await this.commands
      .send(WorkspaceUserCommands.link, command, { ...rest, requestId: uuidv7() })
      .catch((error: unknown) => {
        const hasChanged = error instanceof Refusal && goneSince.has(error.code);
        throw hasChanged ? problem('secret-shown', { userId: invited.id }) : error;
      });
    return new Answer({ user: userOf(invited), link: again.shown }, { version: invited.version });
  }

  @Serve(routes.changeUser)
  async change(@Checked() { params, body, request, call, ifMatch }: CheckedRequest<typeof routes.changeUser>) {
    const { profile, ...attributes } = body;
    const isAsked = attributes.active === true && attributes.userType === undefined && !request.rollcall.isConfirmed;
    const userType = isAsked ? await this.typeOfInactive(params.userId, call) : attributes.userType;
    requireConfirmedForAdmin(userType, request);
    const changes = [...attributeSteps(attributes), ...profileSteps(profile ?? {})];
    const user = await this.commands.send(
      WorkspaceUserCommands.edit,
      { userId: params.userId, changes, ...ifMatch },
      call,
    );
    return new Answer(userOf(user), { version: user.version });
  }

  /** What an inactive person would be again. @throws Refusal user-not-found */
  private async typeOfInactive(userId: string, call: Call): Promise<string | undefined> {
    const { accountId } = call;
    const { active, userType } = await this.queries.ask(UserQueries.find, { accountId, userId, released: true }, call);
    return active ? undefined : userType;
  }

  @Serve(routes.linkUser)
  async link(@Checked() { params, call, session }: CheckedRequest<typeof routes.linkUser>) {
    const { link, shown } = this.links.make(session.accountId, params.userId);
    const user = await this.commands.send(WorkspaceUserCommands.link, { userId: params.userId, link }, call);
    return new Answer({ user: userOf(user), link: shown });
  }

  @Serve(routes.withdrawLink)
  async withdrawLink(@Checked() { params, call }: CheckedRequest<typeof routes.withdrawLink>) {
    await this.commands.send(WorkspaceUserCommands.withdrawLink, { userId: params.userId }, call);
    return nothing;
  }

  @Serve(routes.handUserBack)
  async handBack(@Checked() { params, body, call, ifMatch }: CheckedRequest<typeof routes.handUserBack>) {
    const user = await this.commands.send(
      WorkspaceUserCommands.handBack,
      { userId: params.userId, ...body, ...ifMatch },
      call,
    );
    return new Answer(userOf(user), { version: user.version });
  }

  @Serve(routes.handUserOver)
  async handOver(@Checked() { params, call, ifMatch }: CheckedRequest<typeof routes.handUserOver>) {
    const user = await this.commands.send(WorkspaceUserCommands.handOver, { userId: params.userId, ...ifMatch }, call);
    return new Answer(userOf(user), { version: user.version });
  }

  @Serve(routes.eraseUser)
  async erase(@Checked() { params, call, ifMatch }: CheckedRequest<typeof routes.eraseUser>) {
    const command = { userId: params.userId, ...ifMatch };
    const { id, changed } = await this.commands.send(ErasureCommands.erase, command, call);
    return new Answer({ userId: id, changed });
  }
}
