import type { DeliveryView, ListedWebhook, WebhookAttempt, WebhookProblem, WebhookView } from '@rollcall/contracts';
import type { AnswerOf } from '../contract/define-route.js';
import type { findWebhook, listDeliveries, testWebhook } from '../contract/webhook-routes.js';

type Webhook = AnswerOf<typeof findWebhook>;
type Attempt = AnswerOf<typeof testWebhook>;
type Delivery = AnswerOf<typeof listDeliveries>['items'][number];

const sentences: Readonly<Record<WebhookProblem, (status: number | undefined) => string>> = {
  'address-refused': () =>
    'The address leads to a private network, which this installation does not send to. Use a public address, or ask the operator to allow this one.',
  'plain-http': () => 'The address is, or redirects to, http:. This installation sends to https: only.',
  // One sentence: whether a private name exists is nobody's to find out here.
  'no-public-address': () =>
    'The name in the address is not known (DNS), or leads to a private network, which this installation does not send to. Check how it is spelled, use a public address, or ask the operator to allow this one.',
  unreachable: () => 'Nobody takes connections at this address. Check whether the receiver runs, and its firewall.',
  certificate: () =>
    'The certificate of the receiver is not valid for this address, has expired, or comes from somebody unknown.',
  'timed-out': () =>
    'The receiver did not answer in time: within 10 seconds, or 5 for a test. It should answer 2xx at once, and do its work afterwards.',
  broken: () => 'The connection ended before the receiver had answered.',
  redirects: () => 'The receiver redirects in a way that is not followed. Enter the address where it ends.',
  status: (status) => `The receiver answered ${status ?? 'with an error'}, and not 2xx. Its log says why.`,
  'secret-lost': () =>
    'The secret cannot be read: the key of the installation is not the one that it was kept with. If the operator is replacing the key, it works again in a minute; otherwise make a new secret.',
};

/** What went wrong with an attempt, and what to do. */
export const sentenceOf = (problem: WebhookProblem, status: number | undefined) => sentences[problem](status);

/** A webhook as this API shows it. An instance of the version before knows no version: then no change fits an `If-Match`. */
export const webhookOf = (webhook: WebhookView | ListedWebhook): Webhook => ({
  ...webhook,
  version: webhook.version ?? 0,
});

/** How a test went. */
export function attemptOf({ problem, status, durationMs: took }: WebhookAttempt): Attempt {
  const answer = status === undefined ? {} : { status };
  if (problem === undefined) return { delivered: true, sentence: 'It was delivered.', ...answer, took };
  return { delivered: false, sentence: sentenceOf(problem, status), problem, ...answer, took };
}

/** A message for a webhook as this API shows it. */
export function deliveryOf(delivery: DeliveryView): Delivery {
  const { problem, status, deliveredAt, nextAttemptAt } = delivery;
  const state = deliveredAt === undefined ? 'waiting' : 'delivered';
  return { ...delivery, state, sentence: sentenceOfDelivery({ problem, status, deliveredAt, nextAttemptAt }) };
}

type How = { [Name in 'problem' | 'status' | 'deliveredAt' | 'nextAttemptAt']: DeliveryView[Name] | undefined };

function sentenceOfDelivery({ problem, status, deliveredAt, nextAttemptAt }: How): string {
  if (deliveredAt !== undefined) return 'It was delivered.';
  const soFar = problem === undefined ? 'It was not tried yet.' : sentenceOf(problem, status);
  return nextAttemptAt === undefined ? `${soFar} The webhook is off.` : `${soFar} It is tried again by itself.`;
}
