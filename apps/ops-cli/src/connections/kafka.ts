import { createKafka, kafkaSettingsOf, kafkaSettingsSpec } from '@rollcall/messaging';
import { withTimeout } from '@rollcall/service-kit';
import { ExitCode, OpsFailure } from '../failure.js';
import { settingsOf, type Environment } from '../settings.js';

/** A logger without output: the operator reads results and this tool's own sentences, not the driver's log lines. */
export const silent = { error: nothing, warn: nothing, info: nothing, debug: nothing };
function nothing(): void {}

export const caller = 'ops-cli';

export interface Broker {
  readonly kafka: ReturnType<typeof createKafka>;
  readonly brokers: readonly string[];
}

/** The broker that the settings name; it connects when it is first used. */
export function brokerOf(env: Environment): Broker {
  const reach = kafkaSettingsOf(settingsOf(kafkaSettingsSpec, env));
  return { brokers: reach.brokers, kafka: createKafka({ ...reach, clientId: caller }, silent) };
}

/** How long to wait for a broker that does not answer: kafkajs itself would try for ever. */
const usualMs = 15_000;

/** Resolves to the result of the work; fails with a sentence when the broker has not answered in time. */
export async function answered<T>({ brokers }: Broker, work: Promise<T>, withinMs = usualMs): Promise<T> {
  try {
    return await withTimeout(work, withinMs, () => {
      const sentence = `no broker answers at ${brokers.join(', ')}: is it running, and does KAFKA_BROKERS say where?`;
      throw new OpsFailure(sentence, ExitCode.unavailable);
    });
  } catch (error) {
    throw failureOf(error);
  }
}

/** An error of the driver is no defect of ops-cli, and the command can be repeated. */
function failureOf(error: unknown): unknown {
  if (!(error instanceof Error) || !error.name.startsWith('KafkaJS')) return error;
  const sentence = `the broker did not do what it was asked (${error.message}): look whether it is well, then try again`;
  return new OpsFailure(sentence, ExitCode.unavailable);
}
