import type { TakeoverCounts, TakeoverDetails, TakeoverView } from '@rollcall/contracts';

/** Who is concerned, for a sentence: how many, and the names of the first of them. */
export interface SidesNamed {
  readonly counts: TakeoverCounts;
  readonly names: Readonly<Record<'gain' | 'lose', readonly string[]>>;
}

type FormerName = Pick<TakeoverDetails, 'formerNameTaken'>;

/** How many people a sentence names. */
const maxNamed = 3;

/** What an admin reads of a takeover: what it is about, whom it concerns, and what can be done. */
export function takeoverSentence(takeover: TakeoverView & FormerName, sides?: SidesNamed): string {
  const { state, teamName, endsAt } = takeover;
  const team = `the team "${teamName}"`;
  const group = groupOf(takeover);
  switch (state) {
    case 'waiting':
      return `The identity provider pushed ${group}, which would take over ${team}${sizeOf(sides)}: the team would then have exactly the members of the group. Nothing has changed yet. ${ahead(sides, takeover)}`;
    case 'allowed':
      return `An admin has allowed ${group} to take over ${team}. Nothing has changed yet: the team changes when the group is pushed again in the identity provider, by ${at(endsAt)} at the latest. ${wouldBe(sides)}`.trim();
    case 'declined':
      return `An admin has declined to let ${group} take over ${team}. The team stays as it is. Whenever the group is pushed again it is refused, unless an admin allows it.`;
    case 'done':
      return `${upper(group)} took over ${team}${happened(takeover)}. An admin can undo it until ${at(endsAt)}${backAgain(sides)}.${sides ? nameAgain(takeover) : ''}`;
    case 'undone':
      return `The takeover of ${team} was undone: it belongs to the workspace again, with its former members, except those who are no users any more. If the group is pushed again, it waits for an admin. In the identity provider, unlink the group without deleting the team (Okta: "Leave the group in the target app").`;
  }
}

/** The group in a sentence: by its name where that is not the team's. */
const groupOf = ({ displayName, teamName }: TakeoverView) =>
  displayName === teamName ? 'a group of the same name' : `the group "${displayName}"`;

const upper = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function ahead(sides: SidesNamed | undefined, { kept }: TakeoverView): string {
  const isEmpty = kept && sides !== undefined && sides.counts.gain + sides.counts.stay === 0;
  if (isEmpty) {
    const { lose } = sides.counts;
    const leaving =
      lose === 0
        ? ''
        : ` Wait until they are shown here, then allow it: it happens at once, and nothing has to be pushed again. If you allow it while the group is empty, everybody in the team (${people(lose)}) loses access after one minute, unless the members come before.`;
    return `So far the group has come without members. Often they are sent a little later.${leaving}`;
  }
  const then = kept
    ? 'If you allow it, it happens at once.'
    : 'If you allow it, push the group again in the identity provider within 24 hours: only then the team changes.';
  return `${wouldBe(sides)} ${then}`.trim();
}

function wouldBe(sides: SidesNamed | undefined): string {
  if (!sides) return '';
  const { gain, lose } = sides.counts;
  if (gain + lose === 0) return 'Nobody would gain or lose access.';
  return `${people(gain)} would gain access${listed(gain, sides.names.gain)}, ${people(lose)} would lose it${listed(lose, sides.names.lose)}.`;
}

function backAgain(sides: SidesNamed | undefined): string {
  if (!sides) return '';
  const { gain, lose, missing } = sides.counts;
  const gone =
    missing === 0 ? '' : `; ${missing} of the former members ${missing === 1 ? 'is no user' : 'are no users'} any more`;
  return `: ${people(gain)} would come back${listed(gain, sides.names.gain)}, ${people(lose)} would lose access${listed(lose, sides.names.lose)}${gone}`;
}

/** What an undo does to the name. */
function nameAgain({ formerName, teamName, formerNameTaken }: TakeoverView & FormerName): string {
  if (formerName === undefined || formerName === teamName) return '';
  return formerNameTaken === true
    ? ` The team would keep the name "${teamName}": its former name "${formerName}" belongs to another team now.`
    : ` The team would have its former name "${formerName}" again.`;
}

function happened({ gained, lost }: TakeoverView): string {
  return gained === undefined || lost === undefined ? '' : `: ${people(gained)} gained access, ${people(lost)} lost it`;
}

const sizeOf = (sides: SidesNamed | undefined) =>
  sides === undefined ? '' : ` (${people(sides.counts.lose + sides.counts.stay)})`;

const people = (count: number) => (count === 1 ? '1 person' : `${count} people`);

function listed(count: number, names: readonly string[]): string {
  if (names.length === 0) return '';
  const shown = names.slice(0, maxNamed);
  return ` (${shown.join(', ')}${count > shown.length ? ', …' : ''})`;
}

/** A time as people read it: to the minute, in UTC. */
const at = (time: string | undefined) => (time === undefined ? 'then' : `${time.slice(0, 16).replace('T', ' ')} UTC`);
