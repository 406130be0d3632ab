import type { FastifyRequest } from 'fastify';
import { problem } from '../errors/problem-table.js';

/**
 * Requires a password of a short time ago where the request would make somebody an admin, or an inactive admin active. Routes that always need one
 * say so in their contract.
 * @throws Failure confirmation-needed
 */
export function requireConfirmedForAdmin(userType: string | undefined, { rollcall }: FastifyRequest): void {
  if (userType?.trim().toLowerCase() === 'admin' && rollcall.isConfirmed !== true) throw problem('confirmation-needed');
}
