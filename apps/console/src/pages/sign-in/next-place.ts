/**
 * Where to go after the sign-in. The address of the sign-in can be made by anybody, so only a place of this console counts.
 * @param next from the address
 * @param origin of this page
 * @returns a path below that of the console; the first page where `next` leads anywhere else
 */
export function nextPlace(next: string | undefined, origin: string): string {
  // Browsers read `\` as `/`, and drop tabs and line breaks: `//`, `/\` and `/<tab>/` lead to another host.
  if (!next?.startsWith('/') || /[\\\p{Cc}]/u.test(next) || next.startsWith('//')) return '/';
  return isOf(next, origin) ? next : '/';
}

function isOf(next: string, origin: string): boolean {
  try {
    return new URL(next, origin).origin === origin;
  } catch {
    return false;
  }
}
