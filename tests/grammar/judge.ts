import type { SentRequest } from './requests.ts';

/** What came back, and after how long its first byte: lists with many members are written while they are read. */
export interface Answered {
  readonly status: number;
  readonly outcome: string | null;
  readonly type: string | null;
  readonly text: string;
  readonly ms: number;
}

/** The budget of a request, with what it takes to be heard on a busy machine (rule 22). */
const budgetMs = (asked: SentRequest) =>
  (asked.path.startsWith('/Groups') || asked.kind === 'bulk' ? 50_000 : 10_000) + 2_000;

/** What is wrong with an answer, whatever was asked; undefined where nothing is. */
export function problemOf(asked: SentRequest, answered: Answered): string | undefined {
  const { status, outcome, type, text, ms } = answered;
  if (status >= 500) return `is answered ${status}`;
  if (outcome === 'unknown') return 'was not done within its budget';
  if (ms > budgetMs(asked)) return `took ${Math.round(ms)} ms`;
  if (status === 204 || status === 304) return text === '' ? undefined : `is answered ${status} with a body`;
  const body = parsed(text);
  if (body === undefined) return 'is answered with what is no JSON object';
  if (type?.startsWith('application/scim+json') !== true) return `is answered with the type ${type}`;
  return status < 400 ? problemOfList(body) : problemOfError(status, body);
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body)
      ? (body as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** RFC 7644 §3.12. */
function problemOfError(
  status: number,
  { schemas, status: findings, detail }: Record<string, unknown>,
): string | undefined {
  const isError = Array.isArray(schemas) && schemas[0] === 'urn:ietf:params:scim:api:messages:2.0:Error';
  if (!isError || findings !== String(status)) return `is answered ${status} with what is no SCIM error`;
  return typeof detail === 'string' && detail.length > 10 ? undefined : `is answered ${status} without a sentence`;
}

/** RFC 7644 §3.4.2. */
function problemOfList({ schemas, totalResults, itemsPerPage, Resources }: Record<string, unknown>) {
  if (!Array.isArray(schemas) || schemas[0] !== 'urn:ietf:params:scim:api:messages:2.0:ListResponse') return undefined;
  if (!Array.isArray(Resources) || Resources.length !== itemsPerPage)
    return 'is a list whose itemsPerPage is another number';
  return typeof totalResults === 'number' ? undefined : 'is a list without totalResults';
}
