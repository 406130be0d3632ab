import { Refusal } from '@rollcall/contracts';
import { Telemetry } from '@rollcall/service-kit';
import { startSpanCollector, type CollectedSpan } from '@rollcall/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startGateway } from './gateway-under-test.js';

// the example of W3C Trace Context 3.2.5
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const clientsSpan = '00f067aa0ba902b7';
const traceparent = `00-${traceId}-${clientsSpan}-01`;

let collector: Awaited<ReturnType<typeof startSpanCollector>>;
let telemetry: Telemetry;
let gateway: Awaited<ReturnType<typeof startGateway>>;
beforeEach(async () => {
  collector = await startSpanCollector();
  telemetry = await Telemetry.start('workspace-gateway', collector.endpoint);
  gateway = await startGateway(new Refusal('version-mismatch', { version: 3 }), { telemetry });
});
afterEach(async () => {
  await gateway.close();
  await collector.close();
});

/** The only span, once all are told. */
async function onlySpan(): Promise<CollectedSpan> {
  await telemetry.stop();
  const [span, ...others] = collector.spans;
  if (!span || others.length > 0) throw new Error(`there are ${collector.spans.length} spans`);
  return span;
}

const positionOf = ({ spanId }: CollectedSpan) => `00-${traceId}-${spanId}-01`;

describe('a request to the API', () => {
  it('has a span with route and status, a child of the client, and its queries are children of the span', async () => {
    const body = { account: 'acme', userName: 'ann@acme.example', password: 'right' };
    const { status } = await gateway.ask('/api/sessions', { method: 'POST', body, headers: { traceparent } });
    expect(status).toBe(201);
    const span = await onlySpan();
    expect(span).toMatchObject({ name: 'POST /api/sessions', traceId, parentSpanId: clientsSpan });
    expect(span.attributes).toEqual({
      'http.request.method': 'POST',
      'http.route': '/api/sessions',
      'http.response.status_code': 201,
    });
    expect(gateway.services.traceparents).toEqual([positionOf(span)]);
  });

  it('that is refused has the status of its problem, and its command is a child of the span', async () => {
    const asked = {
      method: 'PATCH',
      as: 'guest',
      body: { profile: { title: 'Lead' } },
      headers: { traceparent },
    } as const;
    expect((await gateway.ask('/api/me', asked)).status).toBe(412);
    const span = await onlySpan();
    expect(span.name).toBe('PATCH /api/me');
    expect(span.attributes['http.response.status_code']).toBe(412);
    const [sessionCheck] = gateway.services.traceparents;
    const command = gateway.services.traceparents.at(-1);
    expect(sessionCheck).toBe(traceparent); // asked before any handler runs
    expect(command).toBe(positionOf(span));
  });

  it('that does not fit its contract has a span too', async () => {
    const asked = { method: 'PATCH', as: 'guest', body: { rank: 1 }, headers: { traceparent } } as const;
    expect((await gateway.ask('/api/me', asked)).status).toBe(422);
    expect((await onlySpan()).attributes['http.response.status_code']).toBe(422);
  });
});
