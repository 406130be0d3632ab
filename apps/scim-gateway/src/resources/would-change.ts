import type { WouldChange } from '@rollcall/contracts';
import { Urns } from '@rollcall/scim';

/**
 * A resource that says besides what would change (rule 26): as an extension under a URN of ours (RFC 7643 §3.3), which only the answer of a
 * dry run has.
 */
export function withWouldChange(resource: object, wouldChange: WouldChange): { readonly schemas: readonly string[] } {
  const { schemas = [] } = resource as { readonly schemas?: readonly string[] };
  const extension = { [Urns.wouldChange]: wouldChange };
  return { ...resource, schemas: [...schemas, Urns.wouldChange], ...extension };
}
