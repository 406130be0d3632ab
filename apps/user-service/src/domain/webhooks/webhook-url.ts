import { maxWebhookUrl, Refusal, type WebhookUrlProblem } from '@rollcall/contracts';

/**
 * Checks the form of a webhook's address, whatever the installation allows. Where it leads is checked when it is connected to.
 * @throws Refusal webhook-url-invalid
 */
export function requireWebhookUrl(text: string): URL {
  const url = text.length <= maxWebhookUrl && URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw refused('form');
  // They would be in every list; and a signature proves more.
  if (url.username !== '' || url.password !== '') throw refused('credentials');
  return url;
}

/** What an installation takes. */
export interface WebhookUrlRules {
  readonly allowsHttp: boolean;
  /** Whether an address may be connected to, given without brackets. */
  readonly allowsAddress: (address: string) => boolean;
}

/**
 * Checks an address by what the installation takes, as far as its text tells: a name is looked up when it is connected to.
 * @throws Refusal webhook-url-invalid
 */
export function requireTakenUrl(text: string, { allowsHttp, allowsAddress }: WebhookUrlRules): void {
  const { protocol, hostname } = requireWebhookUrl(text);
  if (protocol === 'http:' && !allowsHttp) throw refused('plain-http');
  const isLocal = /(^|\.)localhost\.?$/.test(hostname) && !allowsAddress('127.0.0.1');
  const isAddress = hostname.startsWith('[') || /^[\d.]+$/.test(hostname);
  if (isLocal || (isAddress && !allowsAddress(hostname.replace(/^\[(.*)\]$/, '$1')))) throw refused('private-address');
}

function refused(problem: WebhookUrlProblem): Refusal {
  return new Refusal('webhook-url-invalid', { problem });
}
