import { Controller, Inject } from '@nestjs/common';
import { TokenCommands, type TokenView } from '@rollcall/contracts';
import { Answer, CommandSender, QueryClient, type Commands, type Queries } from '@rollcall/gateway-kit';
import { v7 as uuidv7 } from 'uuid';
import * as routes from '../contract/audit-token-routes.js';
import { problem } from '../errors/problem-table.js';
import type { CheckedRequest } from '../http/checked-request.js';
import type { Call } from '../http/request-context.js';
import { newTokenSecret } from '../resources/new-token.js';
import { shownTokens, tokensFor } from '../resources/token-view.js';
import { Checked, Serve } from './serve.js';

const purpose = 'audit';

/** The tokens by which programs read the audit log. */
@Controller()
export class AuditTokensController {
  constructor(
    @Inject(QueryClient) private readonly queries: Queries,
    @Inject(CommandSender) private readonly commands: Commands,
  ) {}

  @Serve(routes.listAuditTokens)
  async list(@Checked() { call }: CheckedRequest<typeof routes.listAuditTokens>) {
    const tokens = await tokensFor(purpose, this.queries, call);
    return new Answer({ items: await shownTokens(tokens, this.queries, call) });
  }

  @Serve(routes.createAuditToken)
  async create(@Checked() { body, call, session }: CheckedRequest<typeof routes.createAuditToken>) {
    const { secret, sent } = await newTokenSecret(purpose, this.queries, call);
    const tokenId = uuidv7();
    const command = { tokenId, creatorId: session.userId, purpose, ...body, ...sent } as const;
    const made = await this.commands.send(TokenCommands.create, command, call);
    if (made.id !== tokenId) throw problem('secret-shown', { tokenId: made.id });
    return new Answer({ token: await this.shown(made, call), secret });
  }

  @Serve(routes.revokeAuditToken)
  async revoke(@Checked() { params, call }: CheckedRequest<typeof routes.revokeAuditToken>) {
    return new Answer(
      await this.shown(await this.commands.send(TokenCommands.revoke, { ...params, purpose }, call), call),
    );
  }

  private async shown(view: TokenView, call: Call) {
    const [token] = await shownTokens([view], this.queries, call);
    if (!token) throw new Error('a token is not shown');
    return token;
  }
}
