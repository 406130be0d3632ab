import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Telemetry } from './telemetry.js';
import { childTraceparent, parseTraceparent } from './traceparent.js';

// the example of W3C Trace Context 3.2.5
const example = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('traceparent', () => {
  it('is read as W3C writes it', () => {
    expect(parseTraceparent(example)).toEqual({
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId: '00f067aa0ba902b7',
      sampled: true,
    });
    expect(parseTraceparent(example.replace(/^00/, 'cc') + '-what-the-future-adds')?.sampled).toBe(true);
  });

  it.each([
    undefined,
    '',
    'x',
    example.toUpperCase(),
    `${example}-more`,
    example.replace(/^00/, 'ff'),
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
  ])('is not %s: whoever gets that begins a new trace', (value) => {
    expect(parseTraceparent(value)).toBeUndefined();
    expect(parseTraceparent(childTraceparent(value))).toBeDefined();
  });

  it('keeps its trace and its sampling in a child, with another span', () => {
    const child = parseTraceparent(childTraceparent(example.replace(/01$/, '00')));
    expect(child).toMatchObject({ traceId: '4bf92f3577b34da6a3ce929d0e0e4736', sampled: false });
    expect(child?.spanId).not.toBe('00f067aa0ba902b7');
    expect(childTraceparent(undefined)).not.toBe(childTraceparent(undefined));
  });
});

describe('telemetry without an exporter', () => {
  it('carries the trace on, and hands on what the work returns or throws', async () => {
    const telemetry = Telemetry.off();
    const traceparent = await telemetry.withSpan('work', { traceparent: example }, (span) => span.traceparent);
    expect(parseTraceparent(traceparent)?.traceId).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
    await expect(telemetry.withSpan('work', {}, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await telemetry.stop();
  });
});

describe('telemetry with an exporter', () => {
  it('exports each span once it has ended, with its parent, kind, attributes and failure', async () => {
    const exported: ExportedSpan[] = [];
    const telemetry = await Telemetry.start('scim-gateway', await collector(exported));
    const span = telemetry.startSpan('GET /Users/:id', { traceparent: example, kind: 'server', attributes: { a: 1 } });
    span.set('http.response.status_code', 503);
    span.fail(new TypeError('ann@example.com is no number'));
    telemetry.startSpan('never ended', {});
    expect(exported).toEqual([]);
    span.end();
    await telemetry.withSpan('decide', { traceparent: span.traceparent }, () => undefined);
    await telemetry.stop();
    const { traceId } = parseTraceparent(example) ?? {};
    const { spanId } = parseTraceparent(span.traceparent) ?? {};
    expect(exported).toHaveLength(2);
    expect(exported[0]).toMatchObject({
      name: 'GET /Users/:id',
      traceId,
      spanId,
      parentSpanId: '00f067aa0ba902b7',
      kind: 2,
      attributes: [
        { key: 'a', value: { intValue: 1 } },
        { key: 'http.response.status_code', value: { intValue: 503 } },
      ],
      status: { code: 2, message: 'TypeError' },
    });
    expect(exported[1]).toMatchObject({ name: 'decide', traceId, parentSpanId: spanId, status: { code: 0 } });
    expect(JSON.stringify(exported)).not.toContain('ann@example.com');
  });
});

type ExportedSpan = Record<string, unknown>;

/** A collector of OTLP/HTTP in JSON; gives its address. */
async function collector(exported: ExportedSpan[]): Promise<string> {
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      const { resourceSpans } = body as { resourceSpans: { scopeSpans: { spans: ExportedSpan[] }[] }[] };
      exported.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)));
      response.end('{}');
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
