import type { Sentences } from '../en/sentences';
import { deliverySentences } from './sentences/deliveries';
import { noticeSentences } from './sentences/notices';
import { stateTodos } from './sentences/states';
import { whySentences } from './sentences/why';

export const sentences: Sentences = {
  notices: noticeSentences,
  why: whySentences,
  deliveries: deliverySentences,
  stateTodos,
};
