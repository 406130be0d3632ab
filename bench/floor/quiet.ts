/** A logger for what may fail without anybody's interest. */
export const quiet = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
};
