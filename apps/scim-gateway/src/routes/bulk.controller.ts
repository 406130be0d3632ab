import { Controller, Post, Req } from '@nestjs/common';
import type { Answer } from '@rollcall/gateway-kit';
import { bulkResponse, readBulkRequest } from '@rollcall/scim';
import type { FastifyRequest } from 'fastify';
import { BulkOperations } from '../bulk/bulk-operations.js';
import { ReadBulk } from '../http/bulk-body.js';
import { PublicAddress } from '../http/public-address.js';
import { scimAnswer } from './answer.js';

/** `/Bulk` (RFC 7644 §3.7): many writes in one request, each with an answer of its own. */
@Controller('scim/v2/Bulk')
export class BulkController {
  constructor(
    private readonly operations: BulkOperations,
    private readonly address: PublicAddress,
  ) {}

  @Post()
  async bulk(@Req() request: FastifyRequest): Promise<Answer<object>> {
    const bulk = bulkIn(request);
    const { results, headers } = await this.operations.carryOut(request, bulk, this.address.baseOf(request));
    return scimAnswer(bulkResponse(results), { status: 200, headers });
  }
}

/** @throws ScimError for a request without a body, which no parser has seen */
function bulkIn({ body }: FastifyRequest): ReadBulk {
  return body instanceof ReadBulk ? body : new ReadBulk(readBulkRequest(body), new Map(), new Map());
}
