import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { readTls } from '@rollcall/gateway-kit';
import { afterAll, expect, it } from 'vitest';
import { startGateway } from './gateway-under-test.js';

const read = (certificate: string | undefined, key: string | undefined) =>
  readTls(certificate, key, ['SCIM_TLS_CERT', 'SCIM_TLS_KEY']);
const folder = mkdtempSync(join(tmpdir(), 'rollcall-tls-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const tlsCertificate = join(folder, 'certificate.pem');
const tlsKey = join(folder, 'key.pem');
const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
const files = ['-keyout', tlsKey, '-out', tlsCertificate];
const keyKind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
execFileSync('openssl', ['req', '-x509', ...keyKind, '-days', '2', ...subject, ...files], { stdio: 'ignore' });

it('the public port speaks TLS where certificate and key are named, and its addresses say so', async () => {
  const gateway = await startGateway({ tls: await read(tlsCertificate, tlsKey) });
  const { port } = new URL(gateway.url);
  const headers = { authorization: `Bearer ${gateway.token}` };
  const options = {
    host: 'localhost',
    port,
    path: '/scim/v2/ServiceProviderConfig',
    headers,
    ca: readFileSync(tlsCertificate),
  };
  const response = await new Promise<IncomingMessage>((done, failed) => {
    request(options, done).on('error', failed).end();
  });
  expect(response.statusCode).toBe(200);
  expect(await text(response)).toContain(`"location":"https://localhost:${port}/scim/v2/ServiceProviderConfig"`);
  await gateway.close();
});

it('one without the other is refused, and neither is plain HTTP', async () => {
  const problems = [expect.stringContaining('SCIM_TLS_CERT and SCIM_TLS_KEY belong together')];
  await expect(read(tlsCertificate, undefined)).rejects.toMatchObject({ name: 'SettingsError', problems });
  await expect(read(undefined, tlsKey)).rejects.toMatchObject({ name: 'SettingsError', problems });
  await expect(read('/nowhere', tlsKey)).rejects.toThrow('ENOENT');
  expect(await read(undefined, undefined)).toBeUndefined();
});
