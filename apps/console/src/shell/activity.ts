const presentMs = 60_000;
let lastInputAt = Date.now();

for (const kind of ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const) {
  addEventListener(kind, () => (lastInputAt = Date.now()), { capture: true, passive: true });
}

/** Whether somebody has used this page within the last minute. */
export const isSomebodyThere = (): boolean => Date.now() - lastInputAt < presentMs;

/** Milliseconds since this page was used last. */
export const idleMs = (): number => Date.now() - lastInputAt;
