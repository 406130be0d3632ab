import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api';
import type { Context, Span, Tracer } from '@opentelemetry/api';
import type { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { describeError } from '../logging/describe-error.js';
import { childTraceparent, formatTraceparent, parseTraceparent } from './traceparent.js';

/** What work may do with its span. */
export interface ActiveSpan {
  /** To pass on with calls to other services. */
  readonly traceparent: string;
  /** Attributes hold ids and names only, as in logs. */
  set(attribute: string, value: string | number | boolean): void;
}

/** A span whose owner ends it. */
export interface OpenSpan extends ActiveSpan {
  /** Records the work's failure by the error's name; its text may hold personal data. */
  fail(error: unknown): void;
  end(): void;
}

/** What a span does that nothing exports. */
const unrecorded = { set: () => undefined, fail: () => undefined, end: () => undefined };

export interface SpanOptions {
  /** The caller's traceparent; where it is absent or malformed, a new trace begins. */
  readonly traceparent?: string | undefined;
  readonly kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
}

const kinds = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

/**
 * Records spans and exports them over OTLP/HTTP where an endpoint is given; without one, it only passes `traceparent`
 * on.
 */
export class Telemetry {
  private constructor(
    private readonly tracer?: Tracer,
    private readonly provider?: NodeTracerProvider,
  ) {}

  /** Passes `traceparent` on and exports nothing. */
  static off(): Telemetry {
    return new Telemetry();
  }

  /** Loads the exporter only where an endpoint is given: it costs 20 MB and a quarter of a second. */
  static async start(service: string, endpoint: string | undefined, instance?: string): Promise<Telemetry> {
    if (endpoint === undefined) return Telemetry.off();
    const { BatchSpanProcessor, NodeTracerProvider } = await import('@opentelemetry/sdk-trace-node');
    const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
    const { resourceFromAttributes } = await import('@opentelemetry/resources');
    const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
    const provider = new NodeTracerProvider({
      resource: resourceFromAttributes({
        'service.name': service,
        ...(instance ? { 'service.instance.id': instance } : {}),
      }),
      spanProcessors: [new BatchSpanProcessor(exporter)],
    });
    return new Telemetry(provider.getTracer('rollcall'), provider);
  }

  /** Runs work in a span, which ends when the work ends and records its failure. */
  async withSpan<T>(name: string, options: SpanOptions, work: (span: ActiveSpan) => Promise<T> | T): Promise<T> {
    const span = this.startSpan(name, options);
    try {
      return await work(span);
    } catch (error) {
      span.fail(error);
      throw error;
    } finally {
      span.end();
    }
  }

  /** Begins a span that the caller must end; where the work is one function, `withSpan` does both. */
  startSpan(name: string, { traceparent, kind = 'internal', attributes }: SpanOptions): OpenSpan {
    if (!this.tracer) return { traceparent: childTraceparent(traceparent), ...unrecorded };
    const options = { kind: kinds[kind], ...(attributes ? { attributes } : {}) };
    return openSpan(this.tracer.startSpan(name, options, contextOf(traceparent)));
  }

  /** Exports the remaining spans. */
  async stop(): Promise<void> {
    await this.provider?.shutdown();
  }
}

function contextOf(traceparent: string | undefined): Context {
  const parsed = parseTraceparent(traceparent);
  if (!parsed) return ROOT_CONTEXT;
  const { traceId, spanId, sampled } = parsed;
  const traceFlags = sampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

function openSpan(span: Span): OpenSpan {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return {
    traceparent: formatTraceparent({ traceId, spanId, sampled: (traceFlags & TraceFlags.SAMPLED) !== 0 }),
    set: (attribute, value) => void span.setAttribute(attribute, value),
    fail: (error) => void span.setStatus({ code: SpanStatusCode.ERROR, message: describeError(error).errorName }),
    end: () => span.end(),
  };
}
