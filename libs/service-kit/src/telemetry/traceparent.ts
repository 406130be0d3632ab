import { randomFillSync } from 'node:crypto';

/** The values in a W3C Trace Context `traceparent`. */
export interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly sampled: boolean;
}

const form = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Undefined for what is not a valid `traceparent` (W3C Trace Context 3.2); its reader then begins a new trace. */
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

/** The root of a new trace, sampled. */
function newTraceparent(): string {
  return formatTraceparent({ traceId: hex(16), spanId: hex(8), sampled: true });
}

/** A child of the given traceparent; the root of a new trace where there is none. */
export function childTraceparent(parent: string | undefined): string {
  const context = parseTraceparent(parent);
  return context ? formatTraceparent({ ...context, spanId: hex(8) }) : newTraceparent();
}

/** Random bytes drawn in advance: drawing a few costs as much as drawing hundreds. */
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
