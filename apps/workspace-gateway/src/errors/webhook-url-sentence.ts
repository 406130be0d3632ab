import { webhookUrlProblems, type RefusalFacts, type WebhookUrlProblem } from '@rollcall/contracts';

/** Why an address can be none of a webhook, and what to do. */
export function webhookUrlSentence(problem: RefusalFacts[string] | undefined): string {
  return sentences[webhookUrlProblems.find((known) => known === problem) ?? 'form'];
}

const sentences: Readonly<Record<WebhookUrlProblem, string>> = {
  form: 'The address of a webhook begins with https:// and has at most 2,000 characters.',
  credentials:
    'The address must have no name and no password in it: every admin can read it. The receiver knows by the signature that a message comes from here.',
  'plain-http': 'This installation sends to https: addresses only.',
  'private-address':
    'The address is one of a private network, which this installation does not send to. Use a public address, or ask the operator to allow this one (WEBHOOK_PRIVATE_ADDRESSES).',
};
