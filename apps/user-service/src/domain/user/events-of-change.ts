import { UserEvents, type Actor, type PendingEvent } from '@rollcall/contracts';
import { changedAttributes } from '../profile/changed-attributes.js';
import type { ResolvedType } from './user-type.js';
import type { User } from './user.js';

export interface ChangeFacts {
  /** Set for a creation: what it became. */
  readonly arrival: 'created' | 'restored' | 'adopted' | undefined;
  readonly takesPassword: boolean;
  readonly type: ResolvedType;
  readonly actor: Actor;
}

/** The part of a user that decides about access; each event says how it is after that event. */
type Access = Pick<User, 'userType' | 'active' | 'managedBy'>;

/**
 * The difference between two states of a user as facts, one version each, in this order: adopted, restored, updated,
 * type-changed, deactivated or reactivated. Somebody new raises `user.created` alone. No difference, no event.
 */
export function eventsOfChange(before: User | undefined, after: User, facts: ChangeFacts): PendingEvent[] {
  const attributes = [...changedAttributes(before, after), ...(facts.takesPassword ? ['password'] : [])];
  const reason = whyOf(facts.type);
  if (!before)
    return new EventRecorder(after, after, facts.actor).record(UserEvents.created.type, attributes, {}, reason).events;

  const events = new EventRecorder(before, after, facts.actor);
  const { managedBy, active, userType } = after;
  if (before.managedBy !== managedBy && !before.released) {
    events.record(UserEvents.adopted.type, ['managedBy'], { managedBy });
  }
  const restores = before.released || (facts.arrival === 'restored' && active && !before.active);
  if (restores) {
    const states = [...(before.released ? ['managedBy'] : []), ...(before.active === active ? [] : ['active'])];
    events.record(UserEvents.restored.type, [...attributes, ...states], { managedBy, active });
  } else if (attributes.length > 0) {
    events.record(UserEvents.updated.type, attributes);
  }
  if (before.userType !== userType) events.record(UserEvents.typeChanged.type, ['userType'], { userType }, reason);
  if (events.access.active !== active) {
    events.record(active ? UserEvents.reactivated.type : UserEvents.deactivated.type, ['active'], { active });
  }
  return events.events;
}

/** Rule 20: a type that nobody asked for needs its reason. */
function whyOf({ userType, fellBackFrom }: ResolvedType): { reason?: string } {
  return fellBackFrom === undefined ? {} : { reason: `userType ${fellBackFrom} is unknown: fell back to ${userType}` };
}

class EventRecorder {
  readonly events: PendingEvent[] = [];
  access: Access;

  constructor(
    { userType, active, managedBy }: Access,
    private readonly user: User,
    private readonly actor: Actor,
  ) {
    this.access = { userType, active, managedBy };
  }

  record(type: string, changed: readonly string[], access: Partial<Access> = {}, why: { reason?: string } = {}): this {
    const { accountId, id } = this.user;
    this.access = { ...this.access, ...access };
    this.events.push({
      type,
      accountId,
      aggregateId: id,
      version: this.user.version + this.events.length + 1,
      payload: { accountId, userId: id, ...this.access, changed, actor: this.actor, ...why },
    });
    return this;
  }
}
