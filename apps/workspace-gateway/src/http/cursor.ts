import { isStorable, isUuid } from '@rollcall/contracts';
import { problem } from '../errors/problem-table.js';

const idBytes = 16;

/** The cursor of the page after an id, with what else is to be known there. Opaque, so that no client builds one. */
export const cursorAfter = (id: string, rest: Buffer = Buffer.of()) =>
  Buffer.concat([Buffer.from(id.replaceAll('-', ''), 'hex'), rest]).toString('base64url');

/** @throws Failure request-invalid for a text that is no cursor of this API */
export function readCursor(cursor: string | undefined): { readonly after?: string } {
  if (cursor === undefined) return {};
  const { after, rest } = cursorParts(cursor);
  if (rest.length > 0) throw noCursor();
  return { after };
}

/** @throws Failure request-invalid for a text that is no cursor of this API */
export function cursorParts(cursor: string): { readonly after: string; readonly rest: Buffer } {
  const bytes = Buffer.from(cursor, 'base64url');
  const hex = bytes.subarray(0, idBytes).toString('hex');
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  if (!isUuid(id)) throw noCursor();
  return { after: id, rest: bytes.subarray(idBytes) };
}

/** The cursor behind a row that is sorted by a key. */
export const keyedCursorAfter = (id: string, key: string | undefined) =>
  cursorAfter(id, key === undefined ? undefined : Buffer.from(key, 'utf8'));

/** @throws Failure request-invalid for a text that is no such cursor */
export function readKeyedCursor(cursor: string | undefined): { readonly after?: string; readonly afterKey?: string } {
  if (cursor === undefined) return {};
  const { after, rest } = cursorParts(cursor);
  const afterKey = rest.toString('utf8');
  if (!isStorable(afterKey)) throw noCursor();
  return { after, afterKey };
}

export const noCursor = () =>
  problem('request-invalid', {}, { problems: [{ at: '/cursor', problem: 'is no cursor' }] });

/** A page of this API: `next` is present only where more follows. */
export function page<Item>(items: readonly Item[], lastId: string | undefined): { items: Item[]; next?: string } {
  return { items: [...items], ...(lastId === undefined ? {} : { next: cursorAfter(lastId) }) };
}
