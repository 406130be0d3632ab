import { fits, PagePlace } from '@rollcall/contracts';
import { limits, ScimError } from '@rollcall/scim';
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** What a cursor says: where its page begins, and how many resources the whole list had when its first page was read. */
export interface CursorContent {
  readonly total: number;
  /** How many resources a page of the list has, which stays the same (RFC 9865 §2). Cursors of former versions do not say. */
  readonly count?: number;
  /** Absent: at the beginning, of the groups where users were listed before them. */
  readonly place?: PagePlace;
  readonly type?: 'Group';
  /** Of a list that has no places, since all of it is at hand: how many resources come before the page. */
  readonly offset?: number;
}

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/**
 * Cursors of lists (RFC 9865). They are encrypted, since a place in a sorted list may be a person's name, and bound to the account and
 * to everything that makes the list, so that none leads elsewhere. Every instance of the gateway has the same key, which is made of its
 * internal secret: after that has changed, clients begin their lists anew.
 */
export class Cursors {
  private readonly key: Buffer;

  constructor(
    secret: string,
    private readonly now: () => number = Date.now,
  ) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'scim cursors', 32));
  }

  /** @param list what makes the list: the account, the filter, the order */
  seal(content: CursorContent, list: string): string {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv(algorithm, this.key, iv).setAAD(Buffer.from(list));
    const said = JSON.stringify({ ...content, at: this.now() });
    return Buffer.concat([iv, cipher.update(said), cipher.final(), cipher.getAuthTag()]).toString('base64url');
  }

  /** @throws ScimError invalidCursor, expiredCursor */
  open(cursor: string, list: string): CursorContent {
    const { at, ...content } = this.contentOf(cursor, list);
    if (this.now() - at <= limits.cursorTimeoutS * 1_000) return content;
    const minutes = limits.cursorTimeoutS / 60;
    const detail = `The cursor is older than ${minutes} minutes. Read the list again from its beginning.`;
    throw new ScimError(400, detail, 'expiredCursor');
  }

  private contentOf(cursor: string, list: string): CursorContent & { readonly at: number } {
    try {
      const bytes = Buffer.from(cursor, 'base64url');
      const decipher = createDecipheriv(algorithm, this.key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes });
      decipher.setAAD(Buffer.from(list)).setAuthTag(bytes.subarray(-tagBytes));
      const said = Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]);
      const content = JSON.parse(said.toString()) as CursorContent & { readonly at: number }; // only gateways have the key
      if (content.place && !fits(PagePlace, content.place)) throw new Error('a place of another version');
      return content;
    } catch {
      const detail =
        'The cursor is none of this list. Send the nextCursor of the page before, with the same filter and order, or begin with an empty cursor.';
      throw new ScimError(400, detail, 'invalidCursor');
    }
  }
}
