import { SettingsError } from '@rollcall/service-kit';
import { readFile } from 'node:fs/promises';

export interface TlsFiles {
  readonly tlsCertificate: string | undefined;
  readonly tlsKey: string | undefined;
}

export interface Tls {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/**
 * Certificate and key of the public port; undefined behind a proxy that ends TLS.
 * @throws SettingsError where one of the two is named alone; the system's error where a file cannot be read
 */
export async function tlsOf({ tlsCertificate, tlsKey }: TlsFiles): Promise<Tls | undefined> {
  if (tlsCertificate === undefined && tlsKey === undefined) return undefined;
  if (tlsCertificate === undefined || tlsKey === undefined) {
    throw new SettingsError(['SCIM_TLS_CERT and SCIM_TLS_KEY belong together: set both, or neither behind a proxy']);
  }
  const [cert, key] = await Promise.all([readFile(tlsCertificate), readFile(tlsKey)]);
  return { cert, key };
}
