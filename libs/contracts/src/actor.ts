import { IsIn, IsString, MaxLength } from 'class-validator';
import { Nested } from './schema/nested.js';
import { openList } from './schema/open-list.js';

export const actorKinds = openList(['directory', 'admin', 'operator', 'system']);
export type ActorKind = (typeof actorKinds)[number];

/**
 * Who asked for a change (rule 20): the identity provider by its token, an admin of the account, an operator, or a
 * service.
 */
export class Actor {
  @IsIn(actorKinds) kind: ActorKind;
  /** The token's id, the admin's user id, the operator's name, or the service's name. */
  @IsString() @MaxLength(200) id: string;
}

/** The actor of a message or view, which is always there. */
export const IsActor = (): PropertyDecorator => Nested(() => Actor);

/** The actor that a decoded payload names; undefined where it names none. Commands and events name one. */
export function actorIn(payload: object): Actor | undefined {
  const { actor } = payload as { readonly actor?: Actor }; // as every class with an actor declares it
  return actor;
}
