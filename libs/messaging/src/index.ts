export * from './admin/abandoned-reply-topics.js';
export * from './admin/access-rules.js';
export { createTopics } from './admin/create-topics.js';
export * from './admin/ensure-access.js';
export * from './admin/external-readers.js';
export * from './admin/topic-admin.js';
export * from './client/check-command.js';
export * from './client/errors.js';
export * from './client/rollcall-command-client.js';
export { oldestCommandMs } from './codec/command-age.js';
export { CommandSigner } from './codec/command-signer.js';
export { replayHeaders } from './codec/replay-proof.js';
export { decodeDeadLetter, encodeDeadLetter, type DeadLetter } from './codec/dead-letter-record.js';
export * from './codec/decode-message.js';
export * from './codec/encode-message.js';
export type { RawHeaders, RawRecord } from './codec/raw-record.js';
export * from './crash-point.js';
export {
  HandlerDecorators,
  type HandlerDecorator,
  type HandlerMethod,
  type HandlingOptions,
  type ReadsOf,
} from './handlers/decorators.js';
export { handleAgain } from './handlers/handle-again.js';
export { HandlerRegistry, type UntypedHandlerRegistry } from './handlers/handler-registry.js';
export { standardPipeline, type PipelineOptions } from './handlers/standard-pipeline.js';
export { createKafka, type KafkaSettings, type RepairedKafka } from './kafka/connection.js';
export * from './kafka/settings.js';
export * from './ports/decision-store.js';
export * from './ports/event-publisher.js';
export * from './codec/envelope.js';
export * from './ports/kept-positions.js';
export * from './ports/observers.js';
export { CommandSenders } from './pipeline/authenticate.js';
export type { Delivery, Handler } from './pipeline/delivery.js';
export type { PayloadOpener } from './pipeline/open-hashes.js';
export type { Flow } from './pipeline/flow.js';
export type { Tracer } from './pipeline/trace.js';
export * from './sender/batching-producer.js';
export * from './sender/send-errors.js';
export { topicRanges } from './server/assigned-ranges.js';
export * from './server/consumer-groups.js';
export { HeaderWatch, type WatchedHeaders } from './server/header-watch.js';
export { LogReader } from './server/log-reader.js';
export * from './server/rollcall-kafka-server.js';
export { partitionName, type PartitionRange } from './server/partitions.js';
