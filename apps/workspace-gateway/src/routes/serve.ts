import {
  applyDecorators,
  createParamDecorator,
  HttpCode,
  RequestMapping,
  RequestMethod,
  type ExecutionContext,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import type { RouteContract } from '../contract/define-route.js';
import { CheckedRequest } from '../http/checked-request.js';

/** Kept with a Fastify route, for the hook that checks the permission. */
export interface RouteSettings {
  readonly contract?: RouteContract;
}

/** Declares the handler of one route. */
export function Serve(route: RouteContract): MethodDecorator {
  const settings: RouteSettings = { contract: route };
  return applyDecorators(
    RequestMapping({ path: route.path, method: RequestMethod[route.method] }),
    HttpCode(route.status[0]),
    RouteConfig(settings),
  );
}

/** Parameter: the request, validated against the route's contract. */
export const Checked = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const { route } = request.rollcall;
  if (!route) throw new Error('a handler ran for a request without a route');
  return new CheckedRequest(request, route);
});
