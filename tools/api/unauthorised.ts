import type { RecordedExchange } from './schemathesis.ts';

export type Who = 'admin' | 'member' | 'nobody';

/** An OpenAPI document; only the properties that are read here. */
export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly 'x-user-types'?: readonly string[] }>>>>;
}

/** Requests that succeeded although the document does not allow them: `DELETE /api/roles/{roleId}: 204`. */
export function unauthorised(who: Who, exchanges: readonly RecordedExchange[], { paths }: Document): string[] {
  const known = Object.entries(paths).map(([path, operations]) => ({
    path,
    operations,
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }));
  const found = exchanges.flatMap(({ request, response }) => {
    const { pathname } = new URL(request.url);
    const at = known.find(({ pattern }) => pattern.test(pathname));
    const operation = at?.operations[request.method.toLowerCase()];
    const isAllowed = operation !== undefined && (operation['x-user-types']?.includes(who) ?? true);
    const succeeded = response.status >= 200 && response.status < 400; // 0: there was no answer
    if (!succeeded || isAllowed) return [];
    return [`${request.method} ${at?.path ?? pathname}: ${response.status}`];
  });
  return [...new Set(found)];
}
