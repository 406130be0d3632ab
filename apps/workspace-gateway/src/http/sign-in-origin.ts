import type { SignInOrigin, StartSession } from '@rollcall/contracts';
import { networkOf, siteOf } from '@rollcall/gateway-kit';
import type { FastifyRequest } from 'fastify';
import type { DeviceCookie } from '../auth/device-cookie.js';
import { deviceName } from '../resources/device-name.js';

const longestNetwork = 60;

/** Where a password is given from: failures are counted by it. */
export function signInOriginOf(request: FastifyRequest, cookie: DeviceCookie): SignInOrigin {
  const deviceToken = cookie.read(request);
  const site = siteOf(request.rollcall.address).slice(0, longestNetwork);
  return { requestId: request.id, site, ...(deviceToken === undefined ? {} : { deviceToken }) };
}

/** Where a session begins, for people who look at their list. */
export function whereabouts({ headers, rollcall }: FastifyRequest): Pick<StartSession, 'network' | 'device'> {
  const device = deviceName(headers['user-agent']);
  const network = networkOf(rollcall.address).slice(0, longestNetwork);
  return { network, ...(device === undefined ? {} : { device }) };
}
