import { Refusal, type ToldRelease } from '@rollcall/contracts';
import type { User } from './user.js';

/**
 * Who was released comes back only when team-service knows of the release: otherwise the release, coming later, would take the
 * user off the teams that were said in between (ADR 0049).
 * @throws Refusal release-not-followed
 */
export function requireFollowedRelease(
  before: User | undefined,
  { toldRelease: followed }: { readonly toldRelease?: ToldRelease },
): void {
  if (!before?.released) return;
  const { id: userId, version } = before;
  if (followed?.userId === userId && followed.version >= version) return;
  throw new Refusal('release-not-followed', { userId, version });
}
