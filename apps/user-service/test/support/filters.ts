import type { Filter } from '@rollcall/contracts';

export const equals = (attribute: string, value: string | boolean): Filter => ({ is: 'equals', attribute, value });

/** One address that is all of these. */
export const address = (...of: Filter[]): Filter => ({ is: 'some', attribute: 'emails', where: { is: 'and', of } });
