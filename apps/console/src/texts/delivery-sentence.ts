import type { Attempt, AuditStream, Delivery } from '../api/generated/types.gen';
import { dateTime } from './format';
import { sentences } from './sentences';

type Failed = Pick<Attempt, 'problem' | 'status' | 'sentence'>;

/** What went wrong with an attempt, and what to do; as the API says it, where the problem is of a later version than this page. */
export function problemSentence({ problem, status, sentence }: Failed): string {
  const { problems, status: ofStatus } = sentences().deliveries;
  if (problem === 'status') return ofStatus(status);
  const known: Readonly<Partial<Record<string, string>>> = problems;
  return (problem && known[problem]) ?? sentence;
}

/** How a message for a webhook went so far. */
export function deliverySentence(delivery: Delivery): string {
  const says = sentences().deliveries;
  if (delivery.state === 'delivered') return says.delivered;
  const soFar = delivery.problem ? problemSentence(delivery) : says.untried;
  // An unknown problem's sentence says that too.
  if (soFar === delivery.sentence) return soFar;
  return `${soFar} ${delivery.nextAttemptAt ? says.again : says.off}`;
}

/** How a stream of the log does, and what to do. */
export function streamSentence(stream: AuditStream): string {
  const { stream: says } = sentences().deliveries;
  const { state, behind, failingSince, problem } = stream;
  switch (state) {
    case 'delivering':
      return says.delivering;
    case 'behind':
      return says.behind(behind);
    case 'paused':
      return says.paused(behind);
    case 'failing': {
      const why = problem ? problemSentence({ ...stream, sentence: '' }) : '';
      return [says.failing(behind, failingSince && dateTime(failingSince)), why, says.goesOn].filter(Boolean).join(' ');
    }
    default:
      return stream.sentence;
  }
}
