import { SettingsError } from '@rollcall/service-kit';
import { readFile } from 'node:fs/promises';

export interface Tls {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/**
 * Reads the certificate and key of a public port from PEM files; undefined where neither is set.
 * @throws SettingsError naming both variables where only one is set; the system's error where a file cannot be read
 */
export async function readTls(
  certificate: string | undefined,
  key: string | undefined,
  variables: readonly [certificate: string, key: string],
): Promise<Tls | undefined> {
  if (certificate === undefined && key === undefined) return undefined;
  if (certificate === undefined || key === undefined) {
    throw new SettingsError([`${variables.join(' and ')} belong together: set both, or neither behind a proxy`]);
  }
  const [certFile, keyFile] = await Promise.all([readFile(certificate), readFile(key)]);
  return { cert: certFile, key: keyFile };
}
