import { createHmac, timingSafeEqual } from 'node:crypto';
import { isUuid, type AuditLog, type AuditOrder } from '@rollcall/contracts';
import { SearchQueryInvalid } from '../domain/search-query.js';

/** A place in a search: behind the entry with this number. It stays what it is, however long the log grows. */
export interface SearchPlace {
  readonly accountId: string;
  readonly log: AuditLog;
  readonly order: AuditOrder;
  readonly seq: number;
}

type Search = Omit<SearchPlace, 'seq'>;

/** Makes and reads the cursors of searches. They are signed: only this service makes one, for another account or order. */
export class Cursors {
  constructor(private readonly key: string) {}

  write({ seq, ...search }: SearchPlace): string {
    const place = seq.toString(36);
    return `${place}.${this.signatureOf(place, search).toString('base64url')}`;
  }

  /**
   * The number behind which the page begins.
   * @throws SearchQueryInvalid for a text that is no cursor of this search
   */
  read(cursor: string, search: Search): number {
    const [, place = '', signature = ''] = /^([0-9a-z]{1,11})\.([\w-]{22})$/.exec(cursor) ?? [];
    const given = Buffer.from(signature, 'base64url');
    const right = this.signatureOf(place, search);
    if (given.length === right.length && timingSafeEqual(given, right)) return Number.parseInt(place, 36);
    throw new SearchQueryInvalid(
      'The cursor is none of this search: give it back as it came, with the same log and order.',
    );
  }

  private signatureOf(place: string, { accountId, log, order }: Search): Buffer {
    if (!isUuid(accountId)) throw new Error('an account has no such id');
    return createHmac('sha256', this.key).update(`${accountId} ${log} ${order} ${place}`).digest().subarray(0, 16);
  }
}
