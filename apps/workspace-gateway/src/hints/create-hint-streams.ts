import type { ServiceFrame } from '@rollcall/service-kit';
import type { ServiceConnections } from '../clients/connect-to-services.js';
import type { ConsoleFiles } from '../console/console-files.js';
import { openApiDocument } from '../openapi/document.js';
import type { GatewaySettings } from '../settings.js';
import { buildOf } from './build-of.js';
import { HintStreams } from './hint-streams.js';
import { watchTopics } from './topic-hints.js';

/** The streams of hints of this instance, with their metrics. */
export function createHintStreams(
  kafka: ServiceConnections['kafka'],
  consoleFiles: ConsoleFiles,
  { streamsPerSession, streamsPerPerson, streamsPerAccount, streams }: GatewaySettings,
  frame: ServiceFrame,
): HintStreams {
  const { metrics } = frame;
  const refused = metrics.counter('rollcall_streams_refused_total', 'Streams of hints refused, by limit', ['limit']);
  const ended = metrics.counter('rollcall_streams_ended_total', 'Streams of hints that ended, by reason', ['why']);
  const hints = new HintStreams({
    limits: {
      session: streamsPerSession,
      person: streamsPerPerson,
      account: streamsPerAccount,
      instance: streams,
    },
    build: buildOf(openApiDocument(), consoleFiles),
    source: (listener) => watchTopics(kafka, frame, listener),
    onRefused: (limit) => refused.inc({ limit }),
    onEnded: (why) => ended.inc({ why }),
  });
  metrics.gauge('rollcall_streams', 'Open streams of hints', [], (gauge) => gauge.set(hints.count));
  return hints;
}
