import { timingSafeEqual } from 'node:crypto';
import { SettingProblem, type Setting } from '../settings/read-settings.js';

/** The secrets of each caller: two while they change. */
type Secrets = ReadonlyMap<string, readonly string[]>;

/** Who may call the internal port and send commands, each with a secret of its own. */
export class CallerCredentials {
  private readonly expected: readonly { readonly caller: string; readonly header: Buffer }[];

  constructor(private readonly secrets: Secrets) {
    this.expected = [...secrets].flatMap(([caller, own]) =>
      own.map((secret) => ({ caller, header: Buffer.from(basic(caller, secret)) })),
    );
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

  /** The secrets of one caller; none of a stranger. */
  secretsOf(caller: string): readonly string[] {
    return this.secrets.get(caller) ?? [];
  }
}

/** The `Authorization` header of a caller (RFC 7617). */
export function basic(caller: string, secret: string): string {
  return `Basic ${Buffer.from(`${caller}:${secret}`).toString('base64')}`;
}

/** While a secret changes there are the old one and the new one. */
const maxSecrets = 2;

/** A part of the product, or an operator of one: `ops-cli.ann`. */
const credential = /^([a-z][a-z0-9-]*(?:\.[A-Za-z0-9][\w.@-]{0,99})?):(.+)$/;

/**
 * Reads `scim-gateway:SECRET,ops-cli.ann:SECRET`. A caller that is named twice has both secrets. An empty list or an empty secret
 * is refused, so that no service starts with an open port.
 */
export function callers(variable: string): Setting<CallerCredentials> {
  return {
    variable,
    read(value) {
      if (value === undefined) throw new SettingProblem('is missing: name every caller as caller:secret,caller:secret');
      const secrets = new Map<string, readonly string[]>();
      for (const [index, part] of value.split(',').entries()) {
        const [, caller, secret] = credential.exec(part.trim()) ?? [];
        if (!caller || !secret) throw new SettingProblem(`has no caller:secret at place ${index + 1}`);
        const known = secrets.get(caller) ?? [];
        if (known.length === maxSecrets) throw new SettingProblem(`names ${caller} more than twice`);
        secrets.set(caller, [...known, secret]);
      }
      return new CallerCredentials(secrets);
    },
  };
}

/** For services that answer no queries: every caller is refused. */
export function noCallers(): Setting<CallerCredentials> {
  return { variable: 'INTERNAL_CALLERS', read: () => new CallerCredentials(new Map()) };
}
