import { silentLogger } from '@rollcall/testing';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BatchingProducer,
  CommandSigner,
  createKafka,
  kafkaSettingsOf,
  kafkaSettingsSpec,
  RollcallCommandClient,
} from '@rollcall/messaging';
import { InternalHttpClient, readSettings } from '@rollcall/service-kit';
import { v7 as uuidv7 } from 'uuid';

type Settings = Readonly<Record<string, string>>;

/** What a part of a running stack can do, for specs that stand in its place. */
export class Caller {
  private constructor(
    readonly part: string,
    /** The connection settings of that part. */
    readonly env: Settings,
  ) {}

  static async of(folder: string, part: string): Promise<Caller> {
    const read = async <T>(file: string) => JSON.parse(await readFile(join(folder, file), 'utf8')) as T;
    const own = (await read<Record<string, Settings>>('callers.json'))[part];
    if (!own) throw new Error(`${part} is not in callers.json`);
    return new Caller(part, { ...(await read<Settings>('env.json')), ...own });
  }

  get secret(): string {
    return this.env['INTERNAL_SECRET'] ?? '';
  }

  http(service: 'user-service' | 'team-service' | 'token-service'): InternalHttpClient {
    const urls = (this.env[`${service.replace('-', '_').toUpperCase()}_URL`] ?? '').split(',');
    const timeoutMs = 30_000; // on a busy machine too
    return new InternalHttpClient({ service, urls, caller: this.part, secret: this.secret, timeoutMs });
  }

  kafka() {
    const settings = kafkaSettingsOf(readSettings(kafkaSettingsSpec, this.env));
    return createKafka({ ...settings, clientId: `${this.part}-tests` }, silentLogger);
  }

  /** Sends commands in the part's name; the reply topic is one that the part may make. */
  async commands(signer: CommandSigner | undefined = new CommandSigner(this.part, this.secret), source = this.part) {
    const kafka = this.kafka();
    const sender = new BatchingProducer(kafka, silentLogger);
    const own = { source, instance: `tests-${uuidv7()}`, logger: silentLogger, ...(signer ? { signer } : {}) };
    const onFatal = (reason: string) => {
      throw new Error(reason);
    };
    const client = new RollcallCommandClient({ kafka, sender, ...own, onFatal });
    await sender.connect();
    await client.connect();
    const close = async () => {
      await client.close();
      await sender.close();
    };
    return { client, sender, kafka, close };
  }
}
