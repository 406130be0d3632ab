import { randomBytes } from 'node:crypto';
import type { CommandDefinition, Reply } from '@rollcall/contracts';
import {
  BatchingProducer,
  CommandInvalid,
  CommandSigner,
  NotSent,
  OutcomeUnknown,
  RollcallCommandClient,
  WindowFull,
} from '@rollcall/messaging';
import { hashSealer } from '@rollcall/service-kit';
import { ExitCode, OpsFailure } from '../failure.js';
import { credentialIn, settingsOf, type Environment } from '../settings.js';
import { answered, brokerOf, caller, silent } from './kafka.js';
import type { Commands } from './ports.js';

/**
 * The same as for a gateway's request; the service refuses a command that it has not begun two seconds before the end.
 */
const budgetMs = 10_000;

/** Sends commands over Kafka. This process has a reply topic of its own, which is removed at the end. */
export class KafkaCommands implements Commands {
  private constructor(
    private readonly client: RollcallCommandClient,
    private readonly sender: BatchingProducer,
  ) {}

  static async connect(env: Environment): Promise<KafkaCommands> {
    const broker = brokerOf(env);
    const { caller: signs, secret } = credentialIn(env);
    const { sealer } = settingsOf({ sealer: hashSealer('PASSWORD_PUBLIC_KEY') }, env);
    const { kafka } = broker;
    const sender = new BatchingProducer(kafka, silent);
    const client = new RollcallCommandClient({
      kafka,
      sender,
      source: caller,
      signer: new CommandSigner(signs, secret),
      sealer,
      instance: randomBytes(6).toString('hex'),
      logger: silent,
      onFatal: () => undefined, // the budget ends the wait
    });
    await answered(
      broker,
      sender.connect().then(() => client.connect()),
    );
    return new KafkaCommands(client, sender);
  }

  async ask<Input extends { accountId: string }, Body extends object>(
    definition: CommandDefinition<Input, Body>,
    input: Input,
  ): Promise<Reply<Body>> {
    try {
      return await this.client.ask(definition, input, { accountId: input.accountId, budgetMs });
    } catch (error) {
      throw failureOf(error, definition.type);
    }
  }

  async close(): Promise<void> {
    await this.client.close();
    await this.sender.close();
  }
}

function failureOf(error: unknown, type: string): unknown {
  if (error instanceof CommandInvalid)
    return new OpsFailure(`${type} was not sent: ${error.problems.join('; ')}`, ExitCode.refused);
  if (error instanceof NotSent || error instanceof WindowFull)
    return new OpsFailure(
      `the broker did not take ${type}: nothing has changed, so try again in a moment`,
      ExitCode.unavailable,
    );
  if (error instanceof OutcomeUnknown)
    return new OpsFailure(
      `no reply to ${type} (${error.commandId}) in time: look whether it has happened, then repeat it if it has not`,
      ExitCode.unknown,
    );
  return error;
}
