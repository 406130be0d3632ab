import type { Actor } from '@rollcall/contracts';

/** Who did something, in a reason that people read. */
export const nameOf = ({ kind, id }: Actor): string => `${kind} ${id}`;
