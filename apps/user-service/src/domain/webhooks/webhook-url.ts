import { endpointUrlProblem, Refusal, syslogScheme, type EndpointUrlRules } from '@rollcall/contracts';

/**
 * Checks the form of a webhook's address, whatever the installation allows. Where it leads is checked when it is connected to.
 * @throws Refusal webhook-url-invalid
 */
export function requireWebhookUrl(text: string): void {
  requireTaken(text);
}

/**
 * Checks an address by what the installation takes, as far as its text tells: a name is looked up when it is connected to.
 * @throws Refusal webhook-url-invalid
 */
export function requireTakenUrl(text: string, rules: EndpointUrlRules): void {
  requireTaken(text, rules);
}

function requireTaken(text: string, rules?: EndpointUrlRules): void {
  const problem = text.startsWith(syslogScheme) ? 'form' : endpointUrlProblem(text, rules);
  if (problem !== undefined) throw new Refusal('webhook-url-invalid', { problem });
}
