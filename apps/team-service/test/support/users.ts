import {
  defaultAccountSettings,
  type AccountSettings,
  type AccountView,
  type Actor,
  type UserBrief,
} from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import { ServiceUnavailable } from '@rollcall/service-kit';
import { v7 as uuidv7 } from 'uuid';
import { received } from '../../../../tests/support/direct-transport.js';
import type { ReplicaQueryClient } from '../../src/user-replica/replica-query-client.js';

/** The identity provider, by its token. */
export const okta: Actor = { kind: 'directory', id: uuidv7() };

/** The users of all accounts as user-service has them; stands in for the client that asks it. */
export class Users implements Pick<ReplicaQueryClient, 'briefs' | 'account'> {
  away = false;
  asked = 0;
  /** What happens between an answer and its arrival. */
  meanwhile: () => Promise<void> = () => Promise.resolve();
  private readonly people = new Map<string, UserBrief>();
  private readonly settings = new Map<string, AccountSettings>();

  briefs(accountId: string, userIds: readonly string[]): Promise<UserBrief[]> {
    if (this.away) return Promise.reject(new ServiceUnavailable('user-service', 'unreachable'));
    this.asked += userIds.length;
    const answer = userIds.flatMap((id) => this.people.get(`${accountId}/${id}`) ?? []);
    return this.meanwhile().then(() => answer);
  }

  account(id: string): Promise<AccountView | undefined> {
    if (this.away) return Promise.reject(new ServiceUnavailable('user-service', 'unreachable'));
    const settings = this.settings.get(id);
    return Promise.resolve(settings && { id, slug: `a${id}`, name: 'A', version: 1, settings });
  }

  newAccount(of: Partial<AccountSettings> = {}): string {
    const id = uuidv7();
    this.settings.set(id, { ...defaultAccountSettings, ...of });
    return id;
  }

  join(accountId: string): string {
    const id = uuidv7();
    const userName = `${id}@example.com`;
    this.people.set(`${accountId}/${id}`, {
      id,
      version: 1,
      userName,
      active: true,
      managedBy: 'directory',
      released: false,
    });
    return id;
  }

  versionOf(accountId: string, userId: string): number {
    return this.people.get(`${accountId}/${userId}`)?.version ?? 0;
  }

  /** A change of somebody's state, as the event that tells of it. */
  change(accountId: string, userId: string, of: Partial<UserBrief>, type: string): Message {
    const before = this.people.get(`${accountId}/${userId}`);
    if (!before) throw new Error('nobody has this id');
    const after = { ...before, ...of, version: before.version + 1 };
    this.people.set(`${accountId}/${userId}`, after);
    const { active, managedBy, version } = after;
    const payload = { accountId, userId, userType: 'member', active, managedBy, changed: [], actor: okta };
    return { ...messageOf(type, payload, userId), aggregateVersion: version };
  }
}

export function messageOf(type: string, payload: { readonly accountId: string }, key: string): Message {
  return received({ type, accountId: payload.accountId, payload, key });
}
