import { Listeners } from '../api/listeners';

let isOpen = false;
const listeners = new Listeners();

function become(next: boolean): void {
  isOpen = next;
  listeners.tell();
}

export const openPalette = (): void => become(true);
export const closePalette = (): void => become(false);
export const paletteState = {
  get isOpen() {
    return isOpen;
  },
  subscribe: listeners.subscribe,
};
