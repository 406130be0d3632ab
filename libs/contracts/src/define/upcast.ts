/**
 * Turns the payload of one version into that of the next. Pure. What it gets was never validated: it throws, or leaves wrong what
 * is wrong; the result is validated.
 */
export type Upcast = (payload: PlainPayload) => PlainPayload;
export type PlainPayload = Readonly<Record<string, unknown>>;
