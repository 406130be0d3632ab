import { actorIn, type SessionEnd } from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import { keyOf, type TableWrite } from '@rollcall/persistence';
import type { Change, Link } from '../domain/user-state.js';
import { endOfSessions, gonePasswordWrite, linkWrites, passwordWrite } from './user-writes.js';

interface UserId {
  readonly accountId: string;
  readonly userId: string;
}

export type CredentialChange = Extract<Change, { kind: 'link' | 'password' | 'credentials-gone' }>;

/** The links, passwords and sessions of the users of a batch: as loaded, plus the changes so far. */
export class Credentials {
  private readonly links: Map<string, Link>;
  private readonly newLinks = new Map<string, object>();
  private readonly usedLinks = new Map<string, object>();
  private readonly passwords = new Map<string, object>();
  private readonly gonePasswords = new Map<string, object>();
  private readonly signedOut = new Map<string, { readonly kept?: string }>();

  /** @param links by `keyOf` of the user */
  constructor(links: ReadonlyMap<string, Link>) {
    this.links = new Map(links);
  }

  /** @param key `keyOf` of the user */
  link(key: string): Link | undefined {
    return this.links.get(key);
  }

  apply(change: CredentialChange, message: CauseOf | undefined): void {
    const key = keyOf(change.accountId, change.userId);
    const row = rowOf(change);
    if (change.kind === 'link') return this.takeLink(change, change.link);
    this.signOut(change, 'password-changed', message, change.kind === 'password' ? change.keptSession : undefined);
    if (change.kind === 'password') {
      this.gonePasswords.delete(key); // one statement must not delete the row and write it too
      this.passwords.set(key, { ...row, hash: change.hash });
    } else {
      this.passwords.delete(key);
      this.gonePasswords.set(key, row);
    }
  }

  /**
   * Ends the link and the sessions of a user who becomes inactive, or gets a new password or userName, in the same
   * transaction (rules 5, 6). The first cause that ends all sessions is told. A session that is to go on does not, where
   * another decision of the batch ends it.
   */
  signOut(user: UserId, why: SessionEnd, message: CauseOf | undefined, keptSession?: string): void {
    const { id: causationId, correlationId, payload = {} } = message ?? {};
    const cause = { why, correlationId, causationId, actor: actorIn(payload) };
    const key = keyOf(user.accountId, user.userId);
    const earlier = this.signedOut.get(key);
    const kept = earlier && earlier.kept !== keptSession ? undefined : keptSession;
    const row = { ...rowOf(user), cause, ...(kept === undefined ? {} : { kept }) };
    if (!earlier || earlier.kept !== undefined) this.signedOut.set(key, row);
    this.takeLink(user, undefined);
  }

  /** Ends the link without a new one. */
  endLink(user: UserId): void {
    this.takeLink(user, undefined);
  }

  writes(): TableWrite[] {
    return [
      gonePasswordWrite([...this.gonePasswords.values()]),
      passwordWrite([...this.passwords.values()]),
      endOfSessions([...this.signedOut.values()]),
      ...linkWrites([...this.newLinks.values()], [...this.usedLinks.values()]),
    ];
  }

  private takeLink(user: UserId, link: Link | undefined): void {
    const key = keyOf(user.accountId, user.userId);
    const row = rowOf(user);
    this.newLinks.delete(key);
    this.usedLinks.delete(key);
    if (link) {
      this.links.set(key, link);
      const { digest, expiresAt: expires_at, directoryKnows: directory_knows } = link;
      this.newLinks.set(key, { ...row, digest, expires_at, directory_knows });
    } else {
      this.links.delete(key);
      this.usedLinks.set(key, row);
    }
  }
}

/** What is told of the message that ended a session. */
export type CauseOf = Pick<Message, 'id' | 'correlationId' | 'payload'>;

const rowOf = ({ accountId, userId }: UserId) => ({ account_id: accountId, user_id: userId });
