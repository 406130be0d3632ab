import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { Listeners } from '../api/listeners';
import { useMay } from '../api/me';
import { Dialog } from '../parts/dialog';
import { Fact, Facts } from '../parts/page';
import { t } from '../texts';
import { openPalette } from './palette-state';
import { places } from './places';

const keptAt = 'rollcall.keys';
const chordMs = 1_500;

/** Whether single keys do something; they can be switched off (WCAG 2.1.4). */
export const singleKeys = {
  get areOn() {
    return localStorage.getItem(keptAt) !== 'off';
  },
  set: (areOn: boolean) => localStorage.setItem(keptAt, areOn ? 'on' : 'off'),
};

let isHelpOpen = false;
const listeners = new Listeners();
function showHelp(isOpen: boolean): void {
  isHelpOpen = isOpen;
  listeners.tell();
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable], [role=dialog], [role=alertdialog]') !== null;

/** The keys of the whole console: ⌘K or Ctrl K, `/`, `?`, and `g` with the letter of a page. */
export function useKeys(): void {
  const navigate = useNavigate();
  const may = useMay();
  const [chord] = useState({ at: 0 });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key === 'k') {
        event.preventDefault();
        return openPalette();
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target) || !singleKeys.areOn) return;
      if (event.key === '?') return showHelp(true);
      if (event.key === '/') {
        const search = document.querySelector<HTMLElement>('[data-search]');
        if (search) event.preventDefault();
        return search?.focus();
      }
      if (event.key === 'g') return void (chord.at = Date.now());
      const place = Date.now() - chord.at < chordMs ? places.find(({ key }) => key === event.key) : undefined;
      chord.at = 0;
      if (place && may(place.permission)) void navigate({ to: place.to });
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  });
}

/** The keys that there are. */
export function KeysHelp() {
  const may = useMay();
  const isOpen = useSyncExternalStore(listeners.subscribe, () => isHelpOpen);
  return (
    <Dialog isOpen={isOpen} onClose={() => showHelp(false)} title={t.shell.keys.title}>
      <Facts>
        <Fact name={t.shell.keys.palette}>
          <kbd>Ctrl</kbd> <kbd>K</kbd> · <kbd>⌘</kbd> <kbd>K</kbd>
        </Fact>
        <Fact name={t.shell.keys.search}>
          <kbd>/</kbd>
        </Fact>
        <Fact name={t.shell.keys.rows}>
          <kbd>j</kbd> <kbd>k</kbd> · <kbd>↓</kbd> <kbd>↑</kbd> · <kbd>Enter</kbd>
        </Fact>
        {places
          .filter(({ permission }) => may(permission))
          .map(({ name, key }) => (
            <Fact key={name} name={t.shell.places[name]}>
              <kbd>g</kbd> <kbd>{key}</kbd>
            </Fact>
          ))}
        <Fact name={t.shell.keys.help}>
          <kbd>?</kbd>
        </Fact>
      </Facts>
      <p>{t.shell.keys.off}</p>
    </Dialog>
  );
}
