import type { UserChange } from '@rollcall/contracts';
import type { ProfileChange } from '../contract/user-changes.js';

type Change = Pick<UserChange, 'change' | 'attribute' | 'value'>;

/**
 * Turns a merge patch of a profile into steps of a command: `null` clears, absent attributes stay. Each part of a name
 * is a step of its own, so that two people who change two parts do not undo each other's change.
 */
export function profileSteps({ name, ...rest }: ProfileChange): Change[] {
  return [...steps(name ?? {}, 'name.'), ...steps(rest, '')];
}

/** Steps for attributes of the user itself; absent ones stay. */
export function attributeSteps(attributes: Readonly<Record<string, string | boolean | undefined>>): Change[] {
  return steps(attributes, '');
}

function steps(values: Readonly<Record<string, unknown>>, prefix: string): Change[] {
  return Object.entries(values).flatMap(([name, value]): Change[] => {
    const attribute = `${prefix}${name}`;
    if (value === undefined) return [];
    return value === null ? [{ change: 'clear', attribute }] : [{ change: 'set', attribute, value }];
  });
}
