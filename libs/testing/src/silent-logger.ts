const nothing = (): void => undefined;

/** A logger that says nothing: for what is tested, or measured, without its log. */
export const silentLogger = { error: nothing, warn: nothing, info: nothing, debug: nothing };
