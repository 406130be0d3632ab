import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is put behind a userName or an e-mail address that is no address, since rule 1 asks for one. */
export const domain = '@conformance.example';

/** The text of a request with userNames and e-mail addresses that are addresses, in bodies, filters and paths alike. */
export function withAddresses(text: string): string {
  return text
    .replace(/"emails"\s*:\s*\[[^\]]*\]/g, (list) => list.replace(/("value"\s*:\s*")([^"@]+)(")/g, `$1$2${domain}$3`))
    .replace(/("userName"\s*:\s*")([^"@]+)(")/gi, `$1$2${domain}$3`)
    .replace(/((?:userName|emails(?:\.value)?)\s+(?:eq|ne)\s+\\?")([^"@\\]+)(\\?")/gi, `$1$2${domain}$3`);
}

/** The text of an answer with the names and addresses that were sent. */
export function withoutAddresses(text: string): string {
  return text.replaceAll(domain, '');
}

/** The addresses of the server, as the suite knows it: its own base URL in place of the server's. */
function at(url: string, other: string, text: string): string {
  return text.replaceAll(url, other);
}

export interface Translator {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A server between a suite and the SCIM base URL: shows the token, which the suite cannot, and makes addresses of what the suite sends for some. Everything
 * else passes as it is.
 */
export async function translate(scimUrl: string, token: string): Promise<Translator> {
  const server = createServer((request, response) => {
    void forward(request, { scimUrl, token, own: `http://${request.headers.host}` }).then(
      ({ status, headers, body }) => {
        response.writeHead(status, headers).end(body);
      },
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => closed(server) };
}

interface Ends {
  readonly scimUrl: string;
  readonly token: string;
  /** The translator's own base URL. */
  readonly own: string;
}

async function forward(request: IncomingMessage, { scimUrl, token, own }: Ends) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const sent = withAddresses(at(own, scimUrl, Buffer.concat(chunks).toString()));
  const { method = 'GET', url = '' } = request;
  const hasBody = method !== 'GET' && method !== 'HEAD' && sent !== '';
  const type = request.headers['content-type'] ?? 'application/scim+json';
  const answer = await fetch(scimUrl + addressesInUrl(url), {
    method,
    headers: { authorization: `Bearer ${token}`, ...(hasBody ? { 'content-type': type } : {}) },
    ...(hasBody ? { body: sent } : {}),
  });
  const headers: Record<string, string> = {};
  for (const name of ['content-type', 'location', 'etag', 'allow']) {
    const value = answer.headers.get(name);
    if (value !== null) headers[name] = at(scimUrl, own, value);
  }
  return { status: answer.status, headers, body: withoutAddresses(at(scimUrl, own, await answer.text())) };
}

function addressesInUrl(url: string): string {
  const [path = '', query = ''] = url.split('?', 2);
  const parameters = new URLSearchParams(query);
  const filter = parameters.get('filter');
  if (filter !== null) parameters.set('filter', withAddresses(filter));
  return path + (query === '' ? '' : `?${parameters.toString().replaceAll('+', '%20')}`);
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => server.close(() => done()));
}
