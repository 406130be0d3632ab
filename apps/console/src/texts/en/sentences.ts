import { deliverySentences } from './sentences/deliveries';
import { noticeSentences } from './sentences/notices';
import { stateTodos } from './sentences/states';
import { whySentences } from './sentences/why';

/** Long sentences that only some pages need, in English; those pages load them. */
export const sentences = { notices: noticeSentences, why: whySentences, deliveries: deliverySentences, stateTodos };

/** What another language must have. */
export type Sentences = typeof sentences;
