import type { UserChange } from '@rollcall/contracts';
import type { ProfileChange } from '../contract/user-changes.js';

type Change = Pick<UserChange, 'change' | 'attribute' | 'value'>;

/**
 * A merge patch of a profile as steps of a command: `null` empties, what is absent stays. The parts of a name are steps of their own, so
 * that two people who change two parts do not undo each other.
 */
export function profileSteps({ name, ...rest }: ProfileChange): Change[] {
  return [...steps(name ?? {}, 'name.'), ...steps(rest, '')];
}

/** Attributes of the user itself: what is absent stays. */
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
