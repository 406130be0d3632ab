import { endpointUrlProblems, type EndpointUrlProblem, type RefusalFacts } from '@rollcall/contracts';

/** Why a stream of the audit log cannot lead there, and what to do. */
export function streamTargetSentence(problem: RefusalFacts[string] | undefined): string {
  if (problem === 'form')
    return 'The address of a stream begins with https://, or is syslog+tls://HOST:PORT; it has at most 2,000 characters, and a stream keeps its kind.';
  if (problem === 'ca')
    return 'These are no certificates: give those of who signs the receiver as PEM. Only receivers of syslog have them.';
  return webhookUrlSentence(problem);
}

/** Why an address can be none of a webhook, and what to do. */
export function webhookUrlSentence(problem: RefusalFacts[string] | undefined): string {
  return sentences[endpointUrlProblems.find((known) => known === problem) ?? 'form'];
}

const sentences: Readonly<Record<EndpointUrlProblem, string>> = {
  form: 'The address of a webhook begins with https:// and has at most 2,000 characters.',
  credentials:
    'The address must have no name and no password in it: every admin can read it. The receiver knows by the signature that a message comes from here.',
  'plain-http': 'This installation sends to https: addresses only.',
  'private-address':
    'The address is one of a private network, which this installation does not send to. Use a public address, or ask the operator to allow this one (WEBHOOK_PRIVATE_ADDRESSES).',
};
