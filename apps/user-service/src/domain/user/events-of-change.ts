import { UserEvents, type Actor, type PendingEvent } from '@rollcall/contracts';
import { changedAttributes } from '../profile/changed-attributes.js';
import type { ResolvedType } from './user-type.js';
import type { User } from './user.js';

export interface ChangeFacts {
  /** Only for creations: what happened to the user. */
  readonly arrival: 'created' | 'restored' | 'adopted' | undefined;
  readonly changesPassword: boolean;
  readonly type: ResolvedType;
  readonly actor: Actor;
  /** Whether the user stands for another person from now on. */
  readonly isAnother?: boolean;
  /** Why, where the command alone does not say it. */
  readonly why?: readonly string[];
  /** Attributes that the request brought and that stayed as stored. */
  readonly kept?: readonly string[];
}

/** The attributes of a user that decide about access; each event has their values after that event. */
type Access = Pick<User, 'userType' | 'active' | 'managedBy'>;

interface Why {
  readonly reason?: string;
}

/**
 * The difference between two states of a user as events, one version each, in this order: adopted, reassigned, restored,
 * updated, type-changed, deactivated or reactivated. A new user raises `user.created` alone. No difference raises no
 * event. The last event names the attributes that stayed as stored.
 */
export function eventsOfChange(before: User | undefined, after: User, facts: ChangeFacts): PendingEvent[] {
  const events = differencesOf(before, after, facts);
  const last = events.at(-1);
  const { kept = [] } = facts;
  if (!last || kept.length === 0) return events;
  return [...events.slice(0, -1), { ...last, payload: { ...last.payload, kept: [...kept].sort() } }];
}

function differencesOf(before: User | undefined, after: User, facts: ChangeFacts): PendingEvent[] {
  const attributes = [...changedAttributes(before, after), ...(facts.changesPassword ? ['password'] : [])];
  const reason = whyOf(facts.type);
  const why = joined([
    ...(facts.why ?? []),
    ...(before?.released && reason.reason !== undefined ? [reason.reason] : []),
  ]);
  if (!before)
    return new EventRecorder(after, after, facts.actor).record(UserEvents.created.type, attributes, {}, reason).events;

  const recorder = new EventRecorder(before, after, facts.actor);
  const { managedBy, active, userType } = after;
  if (isAdopted(before, after)) recorder.record(UserEvents.adopted.type, ['managedBy'], { managedBy });
  if (facts.isAnother) recorder.record(UserEvents.reassigned.type, ['externalId'], {}, reassigned);
  if (isRestored(before, after, facts)) {
    const changed = [...attributes, ...statesRestored(before, after)];
    recorder.record(UserEvents.restored.type, changed, { managedBy, active }, why);
  } else if (attributes.length > 0) {
    recorder.record(UserEvents.updated.type, attributes, {}, why);
  }
  if (before.userType !== userType) recorder.record(UserEvents.typeChanged.type, ['userType'], { userType }, reason);
  const { type: activity } = active ? UserEvents.reactivated : UserEvents.deactivated;
  if (recorder.access.active !== active) recorder.record(activity, ['active'], { active });
  return recorder.events;
}

const isAdopted = (before: User, after: User): boolean => before.managedBy !== after.managedBy && !before.released;

/** Whether a user is restored: a released user always is, an inactive one only by a creation that makes it active. */
const isRestored = (before: User, after: User, { arrival }: ChangeFacts): boolean =>
  before.released || (arrival === 'restored' && after.active && !before.active);

const statesRestored = (before: User, after: User): string[] => [
  ...(before.released ? ['managedBy'] : []),
  ...(before.active === after.active ? [] : ['active']),
];

const reassigned: Why = {
  reason: 'another externalId than the one on record: another person, for whom nothing of the former stays',
};

const joined = (reasons: readonly string[]): Why => (reasons.length === 0 ? {} : { reason: reasons.join('; ') });

/** Rule 20: an event with a type that no command asked for states the reason. */
function whyOf({ userType, fellBackFrom, reason }: ResolvedType): Why {
  if (reason !== undefined) return { reason };
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

  record(type: string, changed: readonly string[], access: Partial<Access> = {}, why: Why = {}): this {
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
