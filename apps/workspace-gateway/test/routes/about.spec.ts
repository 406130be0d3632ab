import { Refusal } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { allRoutes } from '../../src/contract/all-routes.js';
import { sharedGateway } from '../gateway-under-test.js';

const gateway = await sharedGateway(new Refusal('user-not-found'));

describe('GET /api/openapi.json', () => {
  it('shows the OpenAPI document, with every route, to anybody and without asking a service', async () => {
    const { status, headers, json } = await gateway.ask('/api/openapi.json');
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(json['openapi']).toMatch(/^3\.1\./);
    const paths = new Set(allRoutes.map(({ path }) => path.replaceAll(/:(\w+)/g, '{$1}')));
    expect(Object.keys(json['paths'] as object).sort()).toEqual([...paths].sort());
    expect(gateway.services.asked).toEqual([]);
  });
});

describe('GET /api/docs', () => {
  it('shows a page that runs nothing, and loads its style alone, to anybody', async () => {
    const { status, headers, text } = await gateway.ask('/api/docs');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers.get('content-security-policy')?.split('; ')).toEqual([
      "default-src 'none'",
      "style-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(text).not.toMatch(/<script|<style|style=|on\w+=/);
    const [, address = ''] = /<link rel="stylesheet" href="([^"]+)">/.exec(text) ?? [];
    const style = await gateway.ask(address);
    expect([style.status, style.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
    expect(text).toContain('POST /api/sessions');
    expect(gateway.services.asked).toEqual([]);
  });
});
