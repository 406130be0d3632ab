import type { ValueTransformer } from 'typeorm';

/** For bigint columns whose values stay below 2^53 (versions, counts): pg returns a bigint as text. */
export const bigintAsNumber: ValueTransformer = { from: Number, to: (value: unknown) => value };
