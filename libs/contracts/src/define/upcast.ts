/**
 * Turns the payload of one version into that of the next. Pure. Its input has not been validated, so it may throw, or
 * leave wrong values as they are: the result is validated.
 */
export type Upcast = (payload: PlainPayload) => PlainPayload;
export type PlainPayload = Readonly<Record<string, unknown>>;
