import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type TLSSocket } from 'node:tls';

export interface SyslogReceiver {
  /** Of the name that its certificate has. */
  readonly url: string;
  readonly port: number;
  /** Its certificate, PEM: nobody else has signed it. */
  readonly ca: string;
  /** Messages as they came, without their lengths. */
  readonly received: string[];
  /** Reads nothing and never ends a connection, as a receiver that is stuck. */
  isStuck: boolean;
  close(): Promise<void>;
}

/** A real server of syslog over TLS, with a certificate made for `localhost`. */
export async function startSyslogReceiver(): Promise<SyslogReceiver> {
  const { key, cert } = certificateFor('localhost');
  const received: string[] = [];
  const open = new Set<TLSSocket>();
  const server = createServer({ key, cert }, (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => undefined);
    if (receiver.isStuck) return;
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('end', () => received.push(...framesOf(Buffer.concat(chunks))));
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const receiver: SyslogReceiver = {
    url: `syslog+tls://localhost:${port}`,
    port,
    ca: cert,
    received,
    isStuck: false,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
  return receiver;
}

/** Reads octet counting (RFC 5425 §4.3). @throws Error where a frame is none, or not whole */
function framesOf(bytes: Buffer): string[] {
  const frames: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(' ', at);
    const length = Number(bytes.subarray(at, space).toString());
    const end = space + 1 + length;
    if (space === -1 || !Number.isInteger(length) || end > bytes.length) throw new Error('no frame of syslog');
    frames.push(bytes.subarray(space + 1, end).toString());
    at = end;
  }
  return frames;
}

function certificateFor(name: string): { readonly key: string; readonly cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
  try {
    execFileSync('openssl', ['req', '-x509', ...kind, '-days', '2', ...subject, '-keyout', key, '-out', cert], {
      stdio: 'ignore',
    });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
