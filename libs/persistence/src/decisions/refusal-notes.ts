import type { Refusal } from '@rollcall/contracts';

/** The changes that a refusal leaves behind: of the service whose rule refused, which the type of a refusal does not say. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller's unit of work says which changes it keeps
export const notesOf = <Change>({ notes }: Refusal): readonly Change[] => notes as readonly Change[];
