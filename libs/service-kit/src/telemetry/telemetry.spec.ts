import { describe, expect, it } from 'vitest';
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
    const told = await telemetry.withSpan('work', { traceparent: example }, (span) => span.traceparent);
    expect(parseTraceparent(told)?.traceId).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
    await expect(telemetry.withSpan('work', {}, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await telemetry.stop();
  });
});
