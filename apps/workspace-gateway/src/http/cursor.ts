import { isUuid } from '@rollcall/contracts';
import { problem } from '../errors/problem-table.js';

/** The cursor of the page after an id. Opaque, so that no client builds one. */
export const cursorAfter = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');

/** @throws Failure request-invalid for a text that is no cursor of this API */
export function readCursor(cursor: string | undefined): { readonly after?: string } {
  if (cursor === undefined) return {};
  const hex = Buffer.from(cursor, 'base64url').toString('hex');
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  if (!isUuid(id)) throw problem('request-invalid', {}, { problems: [{ at: '/cursor', problem: 'is no cursor' }] });
  return { after: id };
}

/** A page of this API: `next` is present only where more follows. */
export function page<Item>(items: readonly Item[], lastId: string | undefined): { items: Item[]; next?: string } {
  return { items: [...items], ...(lastId === undefined ? {} : { next: cursorAfter(lastId) }) };
}
