import { timingSafeEqual } from 'node:crypto';
import { SettingProblem, type Setting } from '../settings/read-settings.js';

/** The services that may call the internal port, each with a secret of its own. */
export class CallerCredentials {
  private readonly expected: readonly { readonly caller: string; readonly header: Buffer }[];

  constructor(secrets: ReadonlyMap<string, string>) {
    this.expected = [...secrets].map(([caller, secret]) => ({ caller, header: Buffer.from(basic(caller, secret)) }));
  }

  /**
   * The caller whose credential an `Authorization` header holds. Every credential is compared in full, in constant
   * time.
   */
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

/**
 * Reads `scim-gateway:SECRET,ops-cli:SECRET`. An empty list or an empty secret is refused, so that no service starts
 * with an open port.
 */
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

/** For services that answer no queries: every caller is refused. */
export function noCallers(): Setting<CallerCredentials> {
  return { variable: 'INTERNAL_CALLERS', read: () => new CallerCredentials(new Map()) };
}
