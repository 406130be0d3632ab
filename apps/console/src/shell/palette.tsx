import { Suspense, useSyncExternalStore } from 'react';
import { Dialog } from '../parts/dialog';
import { loadedLater } from '../parts/loaded-later';
import { t } from '../texts';
import { closePalette, paletteState } from './palette-state';

const PaletteList = loadedLater(() => import('./palette-list').then(({ PaletteList: component }) => component));

/** Leads to every page, and to whatever an id, e-mail address or request id that is pasted into it means. */
export function Palette() {
  const isOpen = useSyncExternalStore(paletteState.subscribe, () => paletteState.isOpen);
  return (
    <Dialog isOpen={isOpen} onClose={closePalette} title={t.shell.palette.title}>
      <Suspense>
        <PaletteList />
      </Suspense>
    </Dialog>
  );
}
