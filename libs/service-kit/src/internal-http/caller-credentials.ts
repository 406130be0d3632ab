import { timingSafeEqual } from 'node:crypto';
import { SettingProblem, type Setting } from '../settings/read-settings.js';

/** Who may call the internal port, each with its own secret. */
export class CallerCredentials {
  private readonly expected: readonly { readonly caller: string; readonly header: Buffer }[];

  constructor(secrets: ReadonlyMap<string, string>) {
    this.expected = [...secrets].map(([caller, secret]) => ({ caller, header: Buffer.from(basic(caller, secret)) }));
  }

  /** The caller whom an `Authorization` header proves; every credential is compared in full, in constant time. */
  callerOf(authorization: string | undefined): string | undefined {
    const given = Buffer.from(authorization ?? '');
    let found: string | undefined;
    for (const { caller, header } of this.expected)
      if (header.length === given.length && timingSafeEqual(header, given)) found = caller;
    return found;
  }
}

/** The `Authorization` header of a caller (RFC 7617). */
export function basic(caller: string, secret: string): string {
  return `Basic ${Buffer.from(`${caller}:${secret}`).toString('base64')}`;
}

/** `scim-gateway:SECRET,ops-cli:SECRET`. An empty list or an empty secret is refused: nobody starts unguarded. */
export function callers(variable: string): Setting<CallerCredentials> {
  return {
    variable,
    read(value) {
      if (value === undefined) throw new SettingProblem('is missing: name every caller as caller:secret,caller:secret');
      const secrets = new Map<string, string>();
      for (const [index, part] of value.split(',').entries()) {
        const match = /^([a-z][a-z0-9-]*):(.+)$/.exec(part.trim());
        if (!match?.[1] || !match[2]) throw new SettingProblem(`has no caller:secret at place ${index + 1}`);
        if (secrets.has(match[1])) throw new SettingProblem(`names ${match[1]} twice`);
        secrets.set(match[1], match[2]);
      }
      return new CallerCredentials(secrets);
    },
  };
}

/** For services that answer no queries: lets nobody in. */
export function noCallers(): Setting<CallerCredentials> {
  return { variable: 'INTERNAL_CALLERS', read: () => new CallerCredentials(new Map()) };
}
