import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { freePort } from './free-port.js';

/** Who may come in by the guarded listener. */
export interface Guard {
  readonly username: string;
  readonly password: string;
  /**
   * More users, by name with their passwords. Where they are given, the broker asks its access rules about all but the first,
   * who may do everything.
   */
  readonly others?: Readonly<Record<string, string>>;
}

/** A listener of Kafka that asks for TLS and a password. */
export interface GuardedListener {
  readonly port: number;
  /** The certificate that it shows, in PEM: nobody else vouches for it. */
  readonly certificate: string;
  /** What `server.properties` says about it. */
  readonly properties: string;
}

const storePassword = 'only-for-tests';

/** Makes a certificate for 127.0.0.1 with Java's own keytool, once per directory. */
export async function guardedListener(
  directory: string,
  java: string,
  { username, password, others = {} }: Guard,
): Promise<GuardedListener> {
  const beside = join(dirname(java), 'keytool');
  const keytool = existsSync(beside) ? beside : 'keytool';
  const keystore = join(directory, 'kafka.p12');
  const certificate = join(directory, 'kafka.pem');
  const store = ['-alias', 'kafka', '-keystore', keystore, '-storepass', storePassword];
  if (!existsSync(keystore)) {
    const name = ['-dname', 'CN=127.0.0.1', '-ext', 'san=ip:127.0.0.1', '-validity', '365'];
    execFileSync(keytool, ['-genkeypair', '-keyalg', 'RSA', '-storetype', 'PKCS12', ...name, ...store], {
      stdio: 'ignore',
    });
    execFileSync(keytool, ['-exportcert', '-rfc', '-file', certificate, ...store], { stdio: 'ignore' });
  }
  const login = 'org.apache.kafka.common.security.plain.PlainLoginModule required';
  const users = Object.entries({ [username]: password, ...others }).map(([name, word]) => `user_${name}="${word}"`);
  const properties = `sasl.enabled.mechanisms=PLAIN
listener.name.guarded.plain.sasl.jaas.config=${login} ${users.join(' ')};
listener.name.guarded.ssl.keystore.type=PKCS12
listener.name.guarded.ssl.keystore.location=${keystore}
listener.name.guarded.ssl.keystore.password=${storePassword}
${Object.keys(others).length > 0 ? authorizerOf(username) : ''}`;
  return { port: await freePort(), certificate: await readFile(certificate, 'utf8'), properties };
}

/** Nobody may do anything that no rule names; the open listener is the broker's own here. */
function authorizerOf(administrator: string): string {
  return `authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
allow.everyone.if.no.acl.found=false
super.users=User:ANONYMOUS;User:${administrator}
`;
}
