import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { freePort } from './free-port.js';

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
  { username, password }: { readonly username: string; readonly password: string },
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
  const properties = `sasl.enabled.mechanisms=PLAIN
listener.name.guarded.plain.sasl.jaas.config=${login} user_${username}="${password}";
listener.name.guarded.ssl.keystore.type=PKCS12
listener.name.guarded.ssl.keystore.location=${keystore}
listener.name.guarded.ssl.keystore.password=${storePassword}
`;
  return { port: await freePort(), certificate: await readFile(certificate, 'utf8'), properties };
}
