import type { Actor } from '@rollcall/contracts';

/** The actor as it is named in a reason that people read. */
export const nameOf = ({ kind, id }: Actor): string => `${kind} ${id}`;
