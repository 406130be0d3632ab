import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

const loads: (() => Promise<unknown>)[] = [];

/**
 * A component whose code no page needs to show, as that of dialogs. It is loaded when it is first drawn, or before that by
 * `loadNow`; draw it within a `Suspense`.
 */
export function loadedLater<Props>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  loads.push(load);
  return lazy(() => load().then((component) => ({ default: component })));
}

/** Loads all that is loaded later, so that it is there by the time that somebody opens it, and what they type at once is not lost. */
export function loadNow(): void {
  for (const load of loads) void load().catch(() => undefined); // the part that draws it hears of it
}
