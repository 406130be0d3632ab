/** The record of a request as it lies in the spool. */
export interface SpooledRecord {
  readonly kind: 'record';
  /** From 1 in each run of a gateway, without gaps. */
  readonly number: number;
  /** How many requests it stands for. */
  readonly requests: number;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly traceparent: string;
  readonly requestId: string;
  readonly accountId: string;
  /** The record, as JSON. */
  readonly value: string;
}

/** Records with the numbers from one to another that were lost, and how many requests they stood for. */
export interface SpooledGap {
  readonly kind: 'gap';
  readonly from: number;
  readonly to: number;
  readonly requests: number;
  /** Epoch milliseconds: no lost request is older, none is newer. */
  readonly since: number;
  readonly until: number;
}

export type Spooled = SpooledRecord | SpooledGap;

/** The first number that an entry tells of. */
export const firstNumberOf = (entry: Spooled): number => (entry.kind === 'record' ? entry.number : entry.from);

/** The last number that an entry tells of. */
export const lastNumberOf = (entry: Spooled): number => (entry.kind === 'record' ? entry.number : entry.to);

/** When the last of its requests was recorded, or lost (epoch milliseconds). */
export const timeOf = (entry: Spooled): number => (entry.kind === 'record' ? entry.time : entry.until);

/** How many requests the entries tell of. */
export const requestsOf = (entries: readonly Spooled[]): number =>
  entries.reduce((sum, { requests }) => sum + requests, 0);

/** One line, with its end. JSON holds no line breaks, and the other fields no spaces. */
export function lineOf(entry: Spooled): string {
  if (entry.kind === 'gap') {
    const { from, to, requests, since, until } = entry;
    return `gap ${from} ${to} ${requests} ${since} ${until}\n`;
  }
  const { number, requests, time, traceparent, requestId, accountId, value } = entry;
  return `record ${number} ${requests} ${time} ${traceparent} ${requestId} ${accountId} ${value}\n`;
}

const recordForm = /^record (\d+) (\d+) (\d+) (\S+) (\S+) (\S+) (\{.*\})$/;
const gapForm = /^gap (\d+) (\d+) (\d+) (\d+) (\d+)$/;

/**
 * The entries of a file, in their order. What is no whole line, because the process or the machine died while it was written, is left
 * out: it counts as lost.
 */
export function entriesIn(text: string): Spooled[] {
  return text.split('\n').flatMap((line) => entryOf(line) ?? []);
}

function entryOf(line: string): Spooled | undefined {
  const record = recordForm.exec(line);
  if (record) {
    const [number = 0, requests = 0, time = 0] = record.slice(1, 4).map(Number);
    const [traceparent = '', requestId = '', accountId = '', value = ''] = record.slice(4);
    if (!isJson(value)) return undefined;
    return { kind: 'record', number, requests, time, traceparent, requestId, accountId, value };
  }
  const gap = gapForm.exec(line);
  if (!gap) return undefined;
  const [from = 0, to = 0, requests = 0, since = 0, until = 0] = gap.slice(1).map(Number);
  return { kind: 'gap', from, to, requests, since, until };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
