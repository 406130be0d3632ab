import { CommandSigner } from '@rollcall/messaging';
import { InternalHttpClient, settledWithin, SettingsError } from '@rollcall/service-kit';
import {
  auditServiceSettings,
  credentialIn,
  settingsOf,
  teamServiceSettings,
  tokenServiceSettings,
  userServiceSettings,
  type Environment,
} from '../settings.js';
import { KafkaCommands } from './kafka-commands.js';
import { KafkaLog } from './kafka-log.js';
import type { Commands, Connections, Log, Queries, ServiceName } from './ports.js';

const timeoutMs = 10_000;

/** Closing waits no longer than this for a broker that has gone away meanwhile. */
const closingMs = 5_000;

const settings = {
  'user-service': userServiceSettings,
  'team-service': teamServiceSettings,
  'token-service': tokenServiceSettings,
  'audit-service': auditServiceSettings,
} as const;

const withoutAuditLog =
  'AUDIT_SERVICE_URL is missing: it is the address of audit-service, and there is none where the installation runs without an audit log';

/** The running system. */
export class NetworkConnections implements Connections {
  private readonly clients = new Map<ServiceName, InternalHttpClient>();
  private opened: Promise<KafkaCommands> | undefined;

  constructor(private readonly env: Environment) {}

  service(name: ServiceName): Queries {
    const known = this.clients.get(name);
    if (known) return known;
    if (name === 'audit-service' && !this.env['AUDIT_SERVICE_URL']) throw new SettingsError([withoutAuditLog]);
    const { urls } = settingsOf(settings[name], this.env);
    const credential = credentialIn(this.env);
    const made = new InternalHttpClient({ service: name, urls, ...credential, timeoutMs, connections: 2 });
    this.clients.set(name, made);
    return made;
  }

  commands(): Promise<Commands> {
    return (this.opened ??= KafkaCommands.connect(this.env));
  }

  async log(): Promise<Log> {
    return KafkaLog.of(this.env);
  }

  signer(): CommandSigner {
    const { caller, secret } = credentialIn(this.env);
    return new CommandSigner(caller, secret);
  }

  async close(): Promise<void> {
    const commands = await this.opened?.catch(() => undefined); // the command that opened it has reported the error
    const closing = [...(commands ? [commands] : []), ...this.clients.values()].map((each) => each.close());
    await settledWithin(Promise.allSettled(closing), closingMs);
  }
}
