import { Inject, Injectable, UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { CallerCredentials } from './caller-credentials.js';
import { openToAll, type InternalRequest } from './caller.js';

/** Guards every route of the internal port; only routes marked `@OpenToAll()` are open. */
@Injectable()
export class InternalCallerGuard implements CanActivate {
  constructor(
    @Inject(CallerCredentials) private readonly credentials: CallerCredentials,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true; // the broker's ACLs guard messages
    if (this.reflector.getAllAndOverride<boolean>(openToAll, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<InternalRequest>();
    const { authorization } = request.headers;
    const caller = this.credentials.callerOf(typeof authorization === 'string' ? authorization : undefined);
    if (caller === undefined) throw new UnauthorizedException();
    request.caller = caller;
    return true;
  }
}
