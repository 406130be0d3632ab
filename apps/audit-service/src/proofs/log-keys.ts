import { parseSignerKey } from '@rollcall/transparency-log';
import type { LogKeys } from '../persistence/proofs/state-logs.js';

/**
 * The keys of the installation's log, from the settings.
 * @throws MalformedNoteKey, and Error where the name changes: it is the log's
 */
export function logKeysOf({ logKey, previousLogKey }: { logKey: string; previousLogKey: string | undefined }): LogKeys {
  const current = parseSignerKey(logKey);
  if (previousLogKey === undefined) return { current };
  const previous = parseSignerKey(previousLogKey);
  if (previous.verifier.name !== current.verifier.name)
    throw new Error('AUDIT_LOG_KEY and AUDIT_LOG_KEY_PREVIOUS must have one name: it is the origin of the log.');
  return { current, previous };
}
