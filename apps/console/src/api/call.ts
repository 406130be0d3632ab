import { ApiProblem } from './api-problem';
import { client } from './generated/client.gen';
import type { Problem } from './generated/types.gen';
import { session } from './session';
import { isSomebodyThere } from '../shell/activity';
import { t } from '../texts';

client.setConfig({ baseUrl: globalThis.location.origin, credentials: 'same-origin' });

// What the page asks by itself does not keep a session alive (`SESSION_IDLE`).
client.interceptors.request.use((request) => {
  if (!isSomebodyThere()) request.headers.set('Rollcall-Background', 'true');
  return request.method === 'GET' ? request : session.settled.then(() => request);
});

interface Outcome<Data> {
  readonly data?: Data | undefined;
  readonly error?: unknown;
  readonly response?: Response | undefined;
}

/**
 * What a call of the generated client answers.
 * @param outcome of a function of the generated client
 * @returns the body
 * @throws ApiProblem
 */
export async function call<Data>(outcome: Promise<Outcome<Data>>): Promise<Data> {
  return (await answerTo(outcome)).data;
}

/** As `call`, with the headers of the answer: its `ETag`, or the status of a write. */
export async function answerTo<Data>(outcome: Promise<Outcome<Data>>): Promise<{ data: Data; response: Response }> {
  const { data, error, response } = await outcome.catch((error: unknown) => ({
    data: undefined,
    error,
    response: undefined,
  }));
  if (response?.ok) return { data: data as Data, response };
  const problem = problemOf(error, response);
  if (problem.isSignedOut) session.ended();
  throw problem;
}

/**
 * The version of what was read, for `If-Match`. Without one a change could overwrite what nobody has seen, so there is none.
 * @throws ApiProblem `no-version` where something on the way has taken the header away
 */
export function etagOf(response: Response): string {
  const etag = response.headers.get('etag');
  if (!etag) throw new ApiProblem(response.status, { code: 'no-version', detail: t.parts.noVersion });
  return etag;
}

function problemOf(error: unknown, response: Response | undefined): ApiProblem {
  if (!response) return new ApiProblem(0, {});
  const retryAfter = Number(response.headers.get('retry-after'));
  const body = typeof error === 'object' && error !== null ? (error as Partial<Problem>) : {};
  const requestId = body.requestId ?? response.headers.get('x-request-id') ?? undefined;
  return new ApiProblem(response.status, { ...body, ...(requestId ? { requestId } : {}) }, retryAfter || undefined);
}
