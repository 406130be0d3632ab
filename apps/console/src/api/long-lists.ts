/** So many parts of a list are read anew by themselves; each of them is a request. */
const mostParts = 3;

/**
 * Whether so much of a list was read that it is not read anew by itself: it is said that it has changed.
 * @param data of a query
 */
export function isLong(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'pages' in data && Array.isArray(data.pages)
    ? data.pages.length > mostParts
    : false;
}
