import {
  digestOf,
  TokenCommands,
  UserEvents,
  type CreateToken,
  type RevokeToken,
  type UserEvent,
} from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import { ServiceUnavailable } from '@rollcall/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { received } from '../../../../tests/support/direct-transport.js';
import type { CreatorQueryClient } from '../../src/clients/creator-query-client.js';
import type { Creator } from '../../src/domain/token-state.js';

export const accountId = '01890a5d-ac96-774b-bcce-b302099a8001';

type State = Pick<UserEvent, 'userType' | 'active'> & { readonly version: number; readonly released: boolean };

/**
 * The people of an account as user-service has them: each change is one event, which the test hands on when it likes.
 * Stands in for the client that asks user-service.
 */
export class People implements Pick<CreatorQueryClient, 'creator'> {
  away = false;
  private readonly states = new Map<string, State>();
  private meanwhile?: (userId: string) => Promise<unknown>;

  async creator(account: string, userId: string): Promise<Creator | undefined> {
    if (this.away) throw new ServiceUnavailable('user-service', 'unreachable');
    const state = account === accountId ? this.states.get(userId) : undefined;
    await this.meanwhile?.(userId);
    if (!state || state.released) return undefined;
    return { accountId, userId, version: state.version, isActiveAdmin: state.active && state.userType === 'admin' };
  }

  /** What happens while an answer is on its way: it was read before, and arrives when this has resolved. */
  betweenQuestionAndAnswer(happens?: (userId: string) => Promise<unknown>): void {
    this.meanwhile = happens;
  }

  join(userType = 'admin'): { userId: string; event: Message } {
    const userId = uuidv7();
    this.states.set(userId, { userType, active: true, version: 0, released: false });
    return { userId, event: this.change(userId, UserEvents.created.type, {}) };
  }

  deactivate = (userId: string) => this.change(userId, UserEvents.deactivated.type, { active: false });
  reactivate = (userId: string) => this.change(userId, UserEvents.reactivated.type, { active: true });
  demote = (userId: string) => this.change(userId, UserEvents.typeChanged.type, { userType: 'member' });
  promote = (userId: string) => this.change(userId, UserEvents.typeChanged.type, { userType: 'admin' });
  release = (userId: string) => this.change(userId, UserEvents.released.type, { active: false, released: true });

  private change(userId: string, type: string, of: Partial<State>): Message {
    const before = this.states.get(userId);
    if (!before) throw new Error('nobody has this id');
    const { released, ...state } = { ...before, ...of, version: before.version + 1 };
    this.states.set(userId, { ...state, released });
    const { userType, active, version } = state;
    const actor = { kind: 'directory', id: 'okta' } as const;
    const payload = { accountId, userId, userType, active, managedBy: 'directory', changed: [], actor } as const;
    return { ...message(type, payload, userId), aggregateVersion: version };
  }
}

export function create(creatorId: string, of: Partial<CreateToken> & { deadline?: Date } = {}): Message<CreateToken> {
  const tokenId = of.tokenId ?? uuidv7();
  const { deadline, ...rest } = of;
  const payload: CreateToken = {
    accountId,
    tokenId,
    creatorId,
    actor: { kind: 'operator', id: 'ops' },
    name: 'Okta',
    hint: 'rollcall_scim_…x7Kq',
    digest: digestOf(tokenId),
    ...rest,
  };
  return { ...message(TokenCommands.create.type, payload, tokenId), ...(deadline ? { deadline } : {}) };
}

export function revoke(tokenId: string): Message<RevokeToken> {
  const payload: RevokeToken = { accountId, tokenId, actor: { kind: 'operator', id: 'ops' } };
  return message(TokenCommands.revoke.type, payload, tokenId);
}

const message = <Payload extends object>(type: string, payload: Payload, key: string): Message<Payload> =>
  received({ type, accountId, payload, key });
