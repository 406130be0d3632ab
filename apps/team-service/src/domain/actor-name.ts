import { actorKinds, type Actor } from '@rollcall/contracts';

/** The actor as it is named in a reason that people read. */
export const nameOf = ({ kind, id }: Actor): string => `${kind} ${id}`;

/** The actor of such a name. */
export function actorNamed(name: string): Actor | undefined {
  const kind = actorKinds.find((each) => name.startsWith(`${each} `));
  return kind && { kind, id: name.slice(kind.length + 1) };
}
