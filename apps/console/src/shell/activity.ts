const presentMs = 60_000;
const announceEveryMs = 5_000;
const keptAt = 'rollcall.used';
let lastInputAt = Date.now();
let announcedAt = 0;

// `click` too: who uses a screen reader presses buttons without a key or a pointer.
for (const kind of ['pointerdown', 'keydown', 'wheel', 'touchstart', 'click'] as const) {
  addEventListener(kind, used, { capture: true, passive: true });
}

/** Notes that somebody is here, for the other tabs of this browser too: they share the session. */
function used(): void {
  lastInputAt = Date.now();
  if (lastInputAt - announcedAt < announceEveryMs) return;
  announcedAt = lastInputAt;
  localStorage.setItem(keptAt, String(lastInputAt));
}

/** Whether somebody has used this page within the last minute. */
export const isSomebodyThere = (): boolean => Date.now() - lastInputAt < presentMs;

/** Milliseconds since the console was used last in this browser. */
export const idleMs = (): number => Date.now() - Math.max(lastInputAt, Number(localStorage.getItem(keptAt) ?? 0));
