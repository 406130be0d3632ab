import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import type { Answer } from '@rollcall/gateway-kit';
import type { FastifyRequest } from 'fastify';
import { searchRequestIn } from '../search/requested-list.js';
import { Searches } from '../search/searches.js';

/** Searches of all resources (RFC 7644 §3.4.3). */
@Controller('scim/v2')
export class SearchController {
  constructor(private readonly searches: Searches) {}

  @Post('.search')
  @HttpCode(200)
  search(@Req() request: FastifyRequest): Promise<Answer<unknown>> {
    return this.searches.everything(request, searchRequestIn(request));
  }
}
