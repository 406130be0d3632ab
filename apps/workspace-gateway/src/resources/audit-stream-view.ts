import type { AuditStreamState, AuditStreamView } from '@rollcall/contracts';
import type { AnswerOf } from '../contract/define-route.js';
import type { findAuditStream } from '../contract/audit-stream-routes.js';
import { sentenceOf } from './webhook-view.js';

type Stream = AnswerOf<typeof findAuditStream>;

/** A stream as this API shows it. */
export const streamOf = (stream: AuditStreamView): Stream => ({
  ...stream,
  version: stream.version ?? 0,
  sentence: sentences[stream.state](stream),
});

const sentences: Readonly<Record<AuditStreamState, (stream: AuditStreamView) => string>> = {
  delivering: () => 'What comes is sent.',
  behind: (stream) => `It is being sent, but is behind: ${waiting(stream)}.`,
  failing: (stream) =>
    `Nothing was taken since ${stream.failingSince ?? ''}: ${waiting(stream)}. ${why(stream)} It is tried again by itself, and goes on where it was.`,
  paused: (stream) => `An admin has paused it: ${waiting(stream)}.`,
};

const waiting = ({ behind }: AuditStreamView) =>
  `${behind} ${behind === 1 ? 'entry is' : 'entries are'} still to be sent`;

const why = ({ problem, status }: AuditStreamView) => (problem === undefined ? '' : sentenceOf(problem, status));
