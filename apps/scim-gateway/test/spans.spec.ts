import { Telemetry } from '@rollcall/service-kit';
import { startSpanCollector } from '@rollcall/testing';
import { expect, it } from 'vitest';
import { startGateway } from './gateway-under-test.js';

// the example of W3C Trace Context 3.2.5
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const clientsSpan = '00f067aa0ba902b7';
const traceparent = `00-${traceId}-${clientsSpan}-01`;

it('a SCIM request has a span with route and status, its command is a child of it, and its record keeps the position of the client', async () => {
  const collector = await startSpanCollector();
  const telemetry = await Telemetry.start('scim-gateway', collector.endpoint);
  const gateway = await startGateway({ telemetry });
  const user = {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: 'ann.lee@example.com',
    name: { givenName: 'Ann', familyName: 'Lee' },
  };
  const headers = { traceparent };
  expect((await gateway.ask('/scim/v2/Users', { body: user, headers })).status).toBe(201);
  expect((await gateway.ask('/scim/v2/Users/nobody', { headers })).status).toBe(404);
  await gateway.close();
  await telemetry.stop();
  await collector.close();
  const statuses = collector.spans.map(({ name, attributes }) => [name, attributes['http.response.status_code']]);
  expect(statuses).toEqual([
    ['POST /scim/v2/Users', 201],
    ['GET /scim/v2/Users/:id', 404],
  ]);
  const [span] = collector.spans;
  expect(span).toMatchObject({ traceId, parentSpanId: clientsSpan });
  expect(gateway.users.received[0]?.call.traceparent).toBe(`00-${traceId}-${span?.spanId}-01`);
  expect(gateway.requestLog.traceparents[0]).toBe(traceparent);
});
