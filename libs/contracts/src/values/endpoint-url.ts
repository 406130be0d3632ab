/** Why an address can be none to which something is sent. */
export const endpointUrlProblems = [
  'form', // of another scheme, or too long
  'credentials', // it has a name or a password
  'plain-http',
  'private-address',
] as const;
export type EndpointUrlProblem = (typeof endpointUrlProblems)[number];

export const maxEndpointUrl = 2_000;

/** What an installation takes. */
export interface EndpointUrlRules {
  readonly allowsHttp: boolean;
  /** Whether an address may be connected to, given without brackets. */
  readonly allowsAddress: (address: string) => boolean;
}

/** Of syslog over TLS (RFC 5425): `syslog+tls://logs.example.com:6514`. */
export const syslogScheme = 'syslog+tls:';

/**
 * An address of `http:`, `https:` or syslog over TLS, as URLs are read: that of syslog too, with its host as https: would have it. Undefined
 * for any other text.
 */
export function endpointUrl(text: string): URL | undefined {
  const read = text.startsWith(syslogScheme) ? `https:${text.slice(syslogScheme.length)}` : text;
  const url = text.length <= maxEndpointUrl && URL.canParse(read) ? new URL(read) : undefined;
  return url && ['http:', 'https:'].includes(url.protocol) ? url : undefined;
}

/**
 * What is wrong with an address, as far as its text tells: a name is looked up when it is connected to. Without rules, its form alone.
 * Pure.
 */
export function endpointUrlProblem(text: string, rules?: EndpointUrlRules): EndpointUrlProblem | undefined {
  const url = endpointUrl(text);
  if (!url) return 'form';
  // They would be in every list; and a signature proves more.
  if (url.username !== '' || url.password !== '') return 'credentials';
  if (!rules) return undefined;
  const { protocol, hostname } = url;
  if (protocol === 'http:' && !rules.allowsHttp) return 'plain-http';
  const isLocal = /(^|\.)localhost\.?$/.test(hostname) && !rules.allowsAddress('127.0.0.1');
  const isAddress = hostname.startsWith('[') || /^[\d.]+$/.test(hostname);
  return isLocal || (isAddress && !rules.allowsAddress(hostname.replace(/^\[(.*)\]$/, '$1')))
    ? 'private-address'
    : undefined;
}
