import { describe, expect, it } from 'vitest';
import { readBulkBody } from './bulk-body.js';

describe('the body of a bulk request', () => {
  it('keeps each digit of a number that is too long for one, as a body of its own does', async () => {
    const data = '{"userName":"ann@example.com","externalId":123456789012345678}';
    const body = `{"Operations":[{"method":"POST","path":"/Users","bulkId":"a","data":${data}}]}`;
    const { request } = await readBulkBody(Buffer.from(body), {});
    expect(request.operations[0]).toMatchObject({ data: { externalId: '123456789012345678' } });
  });
});
