import { Refusal, type AuditStreamFormat, type AuditStreamPart, type ChangeAuditStream } from '@rollcall/contracts';
import { kindOf } from './stream.js';

/** What of a stream can be changed. */
export interface Changeable {
  readonly url: string;
  /** PEM; null: those whom everybody trusts. */
  readonly ca: string | null;
  readonly format: AuditStreamFormat;
  readonly is_paused: boolean;
}

/**
 * A stream after a change: what is not named stays.
 * @returns also which parts are others now
 * @throws Refusal audit-stream-invalid where it would be of another kind
 */
export function changeOf(
  before: Changeable,
  { url, ca, format, paused }: Pick<ChangeAuditStream, AuditStreamPart>,
): { readonly after: Changeable; readonly changed: readonly AuditStreamPart[] } {
  const after = {
    url: url ?? before.url,
    ca: ca === undefined ? before.ca : ca || null,
    format: format ?? before.format,
    is_paused: paused ?? before.is_paused,
  };
  if (kindOf(after.url) !== kindOf(before.url)) throw new Refusal('audit-stream-invalid', { problem: 'form' });
  const parts = { url: 'url', ca: 'ca', format: 'format', paused: 'is_paused' } as const;
  const changed = (Object.keys(parts) as AuditStreamPart[]).filter(
    (part) => before[parts[part]] !== after[parts[part]],
  );
  return { after, changed };
}
