import {
  endpointUrl,
  endpointUrlProblem,
  Refusal,
  syslogScheme,
  type AuditStreamKind,
  type AuditStreamState,
  type EndpointUrlRules,
} from '@rollcall/contracts';

/** The port of syslog over TLS (RFC 5425 §4.1). */
const syslogPort = 6514;
/** Older than this, what is to be sent is late. */
const behindMs = 60_000;

export const kindOf = (url: string): AuditStreamKind => (url.startsWith(syslogScheme) ? 'syslog' : 'webhook');

/** Host and port of a receiver of syslog; an address of IPv6 without its brackets. */
export function syslogTarget(url: string): { readonly host: string; readonly port: number } {
  const { hostname = '' } = endpointUrl(url) ?? {};
  // As it was written: to the URL the port of https: is none.
  const port = /:(\d{1,5})\/?$/.exec(url)?.[1];
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: port === undefined ? syslogPort : Number(port) };
}

/**
 * Checks where a stream is to lead. Of syslog there is a host and a port, and nothing behind.
 * @param isPem whether a text is certificates
 * @throws Refusal audit-stream-invalid
 */
export function requireTarget(
  { url, ca }: { readonly url: string; readonly ca?: string | undefined },
  rules: EndpointUrlRules,
  isPem: (text: string) => boolean,
): void {
  const isSyslog = kindOf(url) === 'syslog';
  const { pathname = '/', search = '', hash = '', hostname = '' } = endpointUrl(url) ?? {};
  const isForm = !isSyslog || (hostname !== '' && pathname === '/' && search + hash === '');
  const problem = isForm ? endpointUrlProblem(url, rules) : 'form';
  if (problem !== undefined) throw new Refusal('audit-stream-invalid', { problem });
  if (ca !== undefined && ca !== '' && !(isSyslog && isPem(ca)))
    throw new Refusal('audit-stream-invalid', { problem: 'ca' });
}

/** What a stream's state is seen by. */
export interface StreamFacts {
  readonly isPaused: boolean;
  readonly failingSince: Date | null;
  /** When the oldest entry that is to be sent arrived; null where there is none. */
  readonly behindSince: Date | null;
}

export function stateOf({ isPaused, failingSince, behindSince }: StreamFacts, now: Date): AuditStreamState {
  if (isPaused) return 'paused';
  if (failingSince !== null) return 'failing';
  return behindSince !== null && now.getTime() - behindSince.getTime() > behindMs ? 'behind' : 'delivering';
}
