import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString } from 'class-validator';
import { Described } from './schema/described.js';
import { MayBeAbsent } from './schema/may-be-absent.js';
import { ListOf, Nested } from './schema/nested.js';
import { UtcTime } from './schema/utc-time.js';
import { reconcilerModes, type ReconcilerMode } from './teams/reconciler-mode.js';

/** How many ids a dry run names of those who would gain or lose something; the number beside them is of all. */
export const idsOfDryRun = 1_000;

/** What a write makes of what it is about, where one word says it. */
export const wouldBeOutcomes = [
  'created',
  'adopted',
  'restored',
  'released',
  'erased',
  'taken-over',
  'deleted',
  'handed-back',
  'handed-over',
  'proposed',
  'withdrawn',
  'allowed',
  'declined',
  'undone',
  'approved',
] as const;
export type WouldBeOutcome = (typeof wouldBeOutcomes)[number];

/** An attribute, or a setting, that would have another value. */
export class AttributeChange {
  @IsString() readonly attribute: string;
  @Described('The value that it has; absent where it has none, or where the caller may not read it.')
  @IsOptional()
  readonly from?: unknown;
  @Described('The value that it would have; absent where it would be cleared.') @IsOptional() readonly to?: unknown;
}

/** How many people, and the first of them by id. */
export class PeopleOfDryRun {
  @IsInt() readonly count: number;
  @Described('At most 1,000; the count is of all.')
  @IsArray()
  @ArrayMaxSize(idsOfDryRun)
  @IsString({ each: true })
  readonly ids: readonly string[];
  @Described('Not at once, but at this time, unless the directory names them until then (rule 11).')
  @MayBeAbsent()
  @UtcTime()
  readonly notBefore?: string;
}

/** What the reconciler would do about a change that people make by hand (rule 14). */
export class ReconcilerAnswer {
  @IsIn(['evict', 'restore']) readonly would: 'evict' | 'restore';
  @Described('It does so in `enforce` only.') @IsIn(reconcilerModes) readonly mode: ReconcilerMode;
}

/** How many users would be put onto the roster of a team, and taken off it. */
export class RosterChanges {
  @IsInt() readonly added: number;
  @IsInt() readonly removed: number;
}

/** People whom the brake on leavers keeps, as a decision about them would leave them (rule 27). */
export class LeaversOfDryRun {
  @Described('How many would leave within seconds.') @MayBeAbsent() @IsInt() readonly leave?: number;
  @Described('How many would stay, whatever the directory says of them.')
  @MayBeAbsent()
  @IsInt()
  readonly stay?: number;
  @Described('Until then others would pass.') @MayBeAbsent() @UtcTime() readonly passesUntil?: string;
}

/** What a write would change, said by a dry run of it (rule 26). Never a password, nor the hash of one. */
export class WouldChange {
  @Described('False where nothing would change: no event, no new version.') @IsBoolean() readonly changed: boolean;
  @MayBeAbsent() @IsIn(wouldBeOutcomes) readonly outcome?: WouldBeOutcome;
  @Described('The types of the events that would be raised, in their order.')
  @IsArray()
  @IsString({ each: true })
  readonly events: readonly string[];
  @Described('Attributes of the person or team, or settings of the account.')
  @ListOf(() => AttributeChange)
  readonly attributes: readonly AttributeChange[];
  @Described('What would happen to the password to sign in with.')
  @MayBeAbsent()
  @IsIn(['set', 'removed'])
  readonly password?: 'set' | 'removed';
  @Described('The person would be signed out everywhere.') @MayBeAbsent() @IsIn([true]) readonly sessionsEnd?: true;
  @Described('By how many the active people of the account would be more, or fewer.')
  @MayBeAbsent()
  @IsInt()
  readonly seats?: number;
  @Described(
    'What the takeover would wait for: an admin who allows it, or the directory, which pushes the group again. Until then the team stays as it is.',
  )
  @MayBeAbsent()
  @IsIn(['admin', 'push'])
  readonly waitsFor?: 'admin' | 'push';
  @Described('Of leavers who are held: what would become of them.')
  @MayBeAbsent()
  @Nested(() => LeaversOfDryRun)
  readonly leavers?: LeaversOfDryRun;
  @Described('How many people whom the directory released would be erased for good, from the next sweep on.')
  @MayBeAbsent()
  @IsInt()
  readonly peopleErased?: number;
  @Described('Who would get into the team.')
  @MayBeAbsent()
  @Nested(() => PeopleOfDryRun)
  readonly membersGained?: PeopleOfDryRun;
  @Described('Who would be put out of the team.')
  @MayBeAbsent()
  @Nested(() => PeopleOfDryRun)
  readonly membersLost?: PeopleOfDryRun;
  @Described('Members of the request that would be left out, because the account does not know them (rule 12).')
  @MayBeAbsent()
  @Nested(() => PeopleOfDryRun)
  readonly membersSkipped?: PeopleOfDryRun;
  @MayBeAbsent() @Nested(() => RosterChanges) readonly roster?: RosterChanges;
  @Described('What the reconciler would do about it afterwards.')
  @MayBeAbsent()
  @Nested(() => ReconcilerAnswer)
  readonly reconciler?: ReconcilerAnswer;
}

/** People for the answer of a dry run; undefined for nobody. */
export function peopleOfDryRun(ids: readonly string[], notBefore?: string): PeopleOfDryRun | undefined {
  if (ids.length === 0) return undefined;
  const first = [...ids].sort().slice(0, idsOfDryRun);
  return { count: ids.length, ids: first, ...(notBefore === undefined ? {} : { notBefore }) };
}
