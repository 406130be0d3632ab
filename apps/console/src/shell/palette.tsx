import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react';
import { Dialog } from '../parts/dialog';
import { t } from '../texts';
import { closePalette, paletteState } from './palette-state';

const afterPageMs = 2_000;
const load = () => import('./palette-list');
const PaletteList = lazy(() => load().then(({ PaletteList: component }) => ({ default: component })));

/** Leads to every page, and to whatever an id, e-mail address or request id that is pasted into it means. */
export function Palette() {
  const isOpen = useSyncExternalStore(paletteState.subscribe, () => paletteState.isOpen);
  // No page needs it to show, but it is there by the time that somebody opens it: what they type at once is not lost.
  useEffect(() => {
    const timer = setTimeout(() => void load().catch(() => undefined), afterPageMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Dialog isOpen={isOpen} onClose={closePalette} title={t.shell.palette.title}>
      <Suspense>
        <PaletteList />
      </Suspense>
    </Dialog>
  );
}
