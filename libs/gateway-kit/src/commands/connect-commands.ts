import {
  BatchingProducer,
  CommandSigner,
  createKafka,
  kafkaSettingsOf,
  removeAbandonedReplyTopics,
  RollcallCommandClient,
  type MessagingObserver,
} from '@rollcall/messaging';
import {
  exitWith,
  FairSemaphore,
  type Closable,
  type HashSealer,
  type Metrics,
  type ServiceFrame,
} from '@rollcall/service-kit';
import { CommandNotTaken, CommandSender } from './command-sender.js';

type Kafka = ReturnType<typeof createKafka>;

export interface CommandConnection {
  readonly commands: CommandSender;
  readonly kafka: Kafka;
  /** To be closed in reverse order. */
  readonly closables: readonly Closable[];
}

interface CommandSettings {
  readonly commandWindow: number;
  readonly internalSecret: string;
  readonly hashSealer: HashSealer | undefined;
}

/** How often the janitor looks for reply topics of gateways that were killed. */
const janitorEveryMs = 3_600_000;

/** Connects the command client. Resolves when the reply consumer has its partitions: before, replies could be lost. */
export async function connectCommands(
  settings: Parameters<typeof kafkaSettingsOf>[0] & CommandSettings,
  { name, instanceId, logger, metrics, health }: ServiceFrame,
): Promise<CommandConnection> {
  if (!settings.hashSealer)
    logger.warn('PASSWORD_PUBLIC_KEY is not set: who reads the topic of commands reads password hashes');
  const kafka = createKafka({ ...kafkaSettingsOf(settings), clientId: name }, logger);
  const sender = new BatchingProducer(kafka, logger);
  const client = new RollcallCommandClient({
    kafka,
    sender,
    source: name,
    instance: instanceId,
    signer: new CommandSigner(name, settings.internalSecret),
    sealer: settings.hashSealer,
    logger,
    observer: counting(metrics),
    window: settings.commandWindow,
    onFatal: (reason) => exitWith(logger, reason),
  });
  health.addReady('replies', () => client.ready);
  metrics.gauge('rollcall_commands_in_flight', 'Commands that wait for their replies', [], (gauge) =>
    gauge.set(client.inFlight),
  );
  await sender.connect();
  await client.connect();
  const janitor = setInterval(() => {
    removeAbandonedReplyTopics(kafka).catch((error: unknown) => logger.warn('reply topics were not tidied', { error }));
  }, janitorEveryMs);
  return {
    commands: new CommandSender(client, commandTurns(settings.commandWindow)),
    kafka,
    closables: [sender, client, { close: () => clearInterval(janitor) }],
  };
}

/** The part of the window that one account's commands may fill, and of the places to wait beside it. */
const windowOfAccount = 1 / 4;

/**
 * Whose command goes next. Services handle commands in the order of their topics: a command that was sent can no longer
 * be overtaken.
 */
function commandTurns(commandWindow: number): FairSemaphore {
  const ofAccount = Math.ceil(commandWindow * windowOfAccount);
  return new FairSemaphore({
    atOnce: commandWindow,
    atOncePerAccount: ofAccount,
    maxWaiting: commandWindow,
    maxWaitingPerAccount: ofAccount,
    refusal: (why) => new CommandNotTaken(why === 'late' ? 'late' : 'busy'),
  });
}

/** Counts late and missing replies. */
function counting(metrics: Metrics): MessagingObserver {
  const events = metrics.counter('rollcall_commands_total', 'What happened to commands', ['what']);
  return { count: (what, by = 1) => events.inc({ what }, by), batch: () => undefined };
}
