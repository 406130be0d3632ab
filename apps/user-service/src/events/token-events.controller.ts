import { Controller } from '@nestjs/common';
import { TokenEvents, type TokenEnding, type TokenEvent, type TokenRevoked } from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import { tokenEnded, tokenEndsSoon } from '../domain/notices/token-news.js';
import type { UserState } from '../domain/user-state.js';
import { OnEvent } from '../handlers.js';
import { readsLastWords, type UserReads } from '../reads.js';

const token = ({ accountId, tokenId }: TokenEvent): UserReads =>
  readsLastWords(accountId, tokenId, 'token-ended', 'token-ending');

/** Handles what token-service tells of the end of tokens: notices follow it (ADR 0050). */
@Controller()
export class TokenEventsController {
  @OnEvent(TokenEvents.endsSoon, token)
  endsSoon(event: TokenEnding, state: UserState, { time }: Message) {
    return tokenEndsSoon(event, time, state);
  }

  @OnEvent(TokenEvents.expired, token)
  expired(event: TokenEnding, state: UserState, { time }: Message) {
    return tokenEnded(event, { wasWanted: false, at: time }, state);
  }

  @OnEvent(TokenEvents.revoked, token)
  revoked(event: TokenRevoked, state: UserState, { time }: Message) {
    return tokenEnded(event, { wasWanted: event.reason === 'revoked', at: time }, state);
  }
}
