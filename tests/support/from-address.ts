import { request } from 'node:http';

export interface AnswerFromAddress {
  readonly status: number;
  readonly cookies: readonly string[];
  readonly code: string | undefined;
}

/**
 * Sends a JSON body from another address of this machine: all of 127.0.0.0/8 are, on Linux. So a spec can be several
 * networks.
 */
export function postFrom(
  localAddress: string,
  url: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<AnswerFromAddress> {
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', localAddress, headers: { 'content-type': 'application/json', ...headers } };
    const asked = request(url, options, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        const { code } = JSON.parse(Buffer.concat(parts).toString()) as { code?: string };
        resolve({ status: answer.statusCode ?? 0, cookies: answer.headers['set-cookie'] ?? [], code });
      });
    });
    asked.on('error', reject);
    asked.end(JSON.stringify(body));
  });
}
