import {
  applyDecorators,
  createParamDecorator,
  HttpCode,
  RequestMapping,
  RequestMethod,
  type ExecutionContext,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { Answer } from '@rollcall/gateway-kit';
import type { FastifyRequest } from 'fastify';
import type { AnswerOf, RouteContract } from '../contract/define-route.js';
import { CheckedRequest } from '../http/checked-request.js';

/** Kept with a Fastify route, for the hook that checks the permission. */
export interface RouteSettings {
  readonly contract?: RouteContract;
}

/** What a route answers as its contract says; where that names no answer, the handler gives nothing, a text or a stream. */
type Given<Route> = [AnswerOf<Route>] extends [undefined] ? unknown : Answer<AnswerOf<Route>>;

/** A controller's method that serves one route. Behind the request it may take what Nest has for it (`@Res()`). */
type Handler<Route extends RouteContract> = (
  request: CheckedRequest<Route>,
  ...others: never[]
) => Given<Route> | Promise<Given<Route>>;

/** Declares the handler of one route, which takes its `@Checked()` request. */
export function Serve<Route extends RouteContract>(
  route: Route,
): <Method extends Handler<Route>>(
  target: object,
  name: string | symbol,
  descriptor: TypedPropertyDescriptor<Method>,
) => void {
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
