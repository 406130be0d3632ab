import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { CreateToken, RevokeToken, TokenCommands } from '@rollcall/contracts';
import { Command, State } from '@rollcall/messaging';
import { decideCreateToken } from '../domain/create-token.js';
import { decideRevokeToken } from '../domain/revoke-token.js';
import type { TokenState } from '../domain/token-state.js';
import type { TokenReads } from '../reads.js';

/** Commands of admins and operators about tokens. */
@Controller()
export class TokenCommandsController {
  @Command(
    TokenCommands.create,
    ({ accountId, creatorId, tokenId, digest }): TokenReads => ({ accountId, creatorId, tokenId, digest }),
    { isolated: true },
  )
  create(@Payload() command: CreateToken, @State() state: TokenState) {
    return decideCreateToken(command, state, new Date());
  }

  @Command(TokenCommands.revoke, ({ accountId, tokenId }): TokenReads => ({ accountId, tokenId }))
  revoke(@Payload() command: RevokeToken, @State() state: TokenState) {
    return decideRevokeToken(command, state, new Date());
  }
}
