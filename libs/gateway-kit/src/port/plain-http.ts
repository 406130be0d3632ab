import { SettingsError } from '@rollcall/service-kit';

/** How clients reach a public port: the part of a gateway's settings that says it. */
export interface PortExposure {
  readonly host: string;
  /** Where there is one, the port serves HTTPS itself. */
  readonly tlsCertificate: string | undefined;
  readonly publicUrl: string | undefined;
  /** Plain HTTP is meant: the port is on a network where nobody listens, or published on loopback only. */
  readonly allowsPlainHttp: boolean;
}

/** Whether clients reach the port over HTTPS only: by its own TLS, or through a proxy at an https address. */
export function usesHttps({ tlsCertificate, publicUrl }: Pick<PortExposure, 'tlsCertificate' | 'publicUrl'>): boolean {
  return tlsCertificate !== undefined || publicUrl?.toLowerCase().startsWith('https:') === true;
}

/**
 * Passwords and tokens must not cross a network in plain text by mistake.
 * @throws SettingsError where others can reach the port, and neither TLS nor an https address nor the setting says how
 */
export function assertNotPlainByMistake(exposure: PortExposure, prefix: 'SCIM' | 'WORKSPACE'): void {
  if (isLoopback(exposure.host) || usesHttps(exposure) || exposure.allowsPlainHttp) return;
  throw new SettingsError([
    `${prefix}_HOST lets other machines in over plain HTTP: set ${prefix}_PUBLIC_URL to the https address of the proxy before it, ` +
      `or ${prefix}_TLS_CERT and ${prefix}_TLS_KEY, or PLAIN_HTTP=yes if plain HTTP is meant`,
  ]);
}

/** Whether a host name or address, with or without a port, is this machine itself. */
export function isLoopback(host: string): boolean {
  const bracketed = /^\[(.*)\](:\d+)?$/.exec(host)?.[1];
  const name = (bracketed ?? host.replace(/^([^:]*):\d+$/, '$1')).toLowerCase();
  return name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127\.\d+\.\d+\.\d+$/.test(name);
}
