import { Controller } from '@nestjs/common';
import { CreateToken, RevokeToken, TokenCommands } from '@rollcall/contracts';
import { decideCreateToken } from '../domain/create-token.js';
import { decideRevokeToken } from '../domain/revoke-token.js';
import type { TokenState } from '../domain/token-state.js';
import { Command } from '../handlers.js';

/** Commands of admins and operators about tokens. */
@Controller()
export class TokenCommandsController {
  @Command(
    TokenCommands.create,
    ({ accountId, creatorId, tokenId, digest }) => ({
      accountId,
      creatorId,
      asksCreator: true,
      withTokens: true,
      tokenId,
      digest,
    }),
    { isolated: true },
  )
  create(command: CreateToken, state: TokenState) {
    return decideCreateToken(command, state, new Date());
  }

  @Command(TokenCommands.revoke, ({ accountId, tokenId }) => ({ accountId, tokenId }))
  revoke(command: RevokeToken, state: TokenState) {
    return decideRevokeToken(command, state, new Date());
  }
}
