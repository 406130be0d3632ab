import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { freePort } from './free-port.js';

/** The users of the guarded listener. */
export interface Guard {
  readonly username: string;
  readonly password: string;
  /**
   * Further users, as names with passwords. With such users, the broker checks ACLs for all but the first user, who may
   * do everything.
   */
  readonly others?: Readonly<Record<string, string>>;
}

/** A listener of Kafka with TLS and SASL. */
export interface GuardedListener {
  readonly port: number;
  /** Its self-signed certificate, in PEM. */
  readonly certificate: string;
  /** Its lines in `server.properties`. */
  readonly properties: string;
}

const storePassword = 'only-for-tests';

/** Creates a certificate for 127.0.0.1 with Java's keytool, once per folder. */
export async function guardedListener(
  folder: string,
  java: string,
  { username, password, others = {} }: Guard,
): Promise<GuardedListener> {
  const nextToJava = join(dirname(java), 'keytool');
  const keytool = existsSync(nextToJava) ? nextToJava : 'keytool';
  const keystore = join(folder, 'kafka.p12');
  const certificate = join(folder, 'kafka.pem');
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

/** Operations without an ACL are denied; the broker itself uses the open listener. */
function authorizerOf(administrator: string): string {
  return `authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
allow.everyone.if.no.acl.found=false
super.users=User:ANONYMOUS;User:${administrator}
`;
}
