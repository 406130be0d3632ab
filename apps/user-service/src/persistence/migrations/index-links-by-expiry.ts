import { migration } from '@rollcall/persistence';

/** Old links are removed beside old sessions, and found by their end. */
export const IndexLinksByExpiry1764500000035 = migration('IndexLinksByExpiry1764500000035', {
  up: 'CREATE INDEX password_links_by_expiry ON password_links (expires_at)',
  down: 'DROP INDEX password_links_by_expiry',
});
