import type { Foreseen } from '../../api/dry-run';
import { t } from '../../texts';

/** What putting somebody into a team would come to. */
export function putInText({ changed: isNew, reconciler }: Foreseen, name: string, provider: string): string {
  if (!isNew) return t.team.putIn.nothing(name);
  if (reconciler?.would !== 'evict') return t.team.putIn.fits(name);
  return reconciler.mode === 'enforce' ? t.team.putIn.evicted(name, provider) : t.team.putIn.stays(name);
}

/** What taking somebody out of a team would come to. */
export function takeOutText({ changed: isNew, reconciler }: Foreseen, name: string, provider: string): string {
  if (!isNew) return t.team.takeOut.nothing(name);
  if (reconciler?.would !== 'restore') return t.team.takeOut.loses(name);
  return reconciler.mode === 'enforce' ? t.team.takeOut.restored(name, provider) : t.team.takeOut.stays(name);
}
