import { randomFillSync } from 'node:crypto';

/** A position in a trace, as W3C Trace Context writes it in `traceparent`. */
export interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly sampled: boolean;
}

const form = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Undefined for what is no `traceparent` (W3C Trace Context 3.2): whoever reads it begins a new trace then. */
export function parseTraceparent(value: string | undefined): TraceContext | undefined {
  const match = form.exec(value ?? '');
  if (!match) return undefined;
  const [, version, traceId = '', spanId = '', flags = '', more] = match;
  if (version === 'ff' || (version === '00' && more !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, sampled: (parseInt(flags, 16) & 1) === 1 };
}

export function formatTraceparent(context: TraceContext): string {
  return `00-${context.traceId}-${context.spanId}-${context.sampled ? '01' : '00'}`;
}

/** A first position, sampled. */
function newTraceparent(): string {
  return formatTraceparent({ traceId: hex(16), spanId: hex(8), sampled: true });
}

/** A position below the given one; a new trace where there is none. */
export function childTraceparent(parent: string | undefined): string {
  const context = parseTraceparent(parent);
  return context ? formatTraceparent({ ...context, spanId: hex(8) }) : newTraceparent();
}

/** Drawn ahead: asking for a few bytes costs as much as for a few hundred of them. */
const drawn = Buffer.alloc(2_048);
let used = drawn.length;

function hex(bytes: number): string {
  if (used + bytes > drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += bytes;
  return drawn.toString('hex', used - bytes, used);
}
