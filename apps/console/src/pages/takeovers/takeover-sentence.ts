import type { Takeover, TakeoverDetails } from '../../api/generated/types.gen';
import { t } from '../../texts';
import { dateTime } from '../../texts/format';
import { actorName } from '../../texts/people';

type Sides = Partial<Pick<TakeoverDetails, 'gain' | 'stay' | 'lose' | 'formerNameTaken'>>;

/**
 * What a takeover is about and what becomes of it: made of its facts, with names and times of the reader.
 * @param provider what to call the identity provider
 */
export function takeoverSentence(takeover: Takeover & Sides, provider: string): string {
  const { says } = t.takeover;
  const { state, teamName: team, displayName, pushedBy, decidedBy, endsAt } = takeover;
  const group = displayName === team ? says.sameName : says.group(displayName);
  const admin = decidedBy ? actorName(decidedBy, provider) : says.anAdmin;
  switch (state) {
    case 'waiting':
      return `${says.waiting(actorName(pushedBy, provider), group, team)} ${ahead(takeover)}`;
    case 'allowed':
      return endsAt ? says.allowed(admin, group, team, dateTime(endsAt)) : takeover.sentence;
    case 'declined':
      return says.declined(admin, group, team);
    case 'done':
      return `${says.done(group, team, changesOf(takeover))}${endsAt ? ` ${says.undoUntil(dateTime(endsAt))}` : ''}${nameAgain(takeover)}`;
    case 'undone':
      return says.undone(team);
    default:
      return takeover.sentence; // of a later version
  }
}

function ahead({ kept, gain, stay, lose }: Takeover & Sides): string {
  const { says } = t.takeover;
  if (!kept) return says.pushAgain;
  if (gain?.count !== 0 || stay?.count !== 0) return says.atOnce;
  return lose?.count ? `${says.empty} ${says.emptyLosing}` : says.empty;
}

/** What an undo does to the name; in a list nothing is said of it. */
function nameAgain({ formerName, teamName, formerNameTaken, lose }: Takeover & Sides): string {
  if (!lose || formerName === undefined || formerName === teamName) return '';
  const { says } = t.takeover;
  return ` ${formerNameTaken ? says.nameTaken(formerName, teamName) : says.nameAgain(formerName)}`;
}

const changesOf = ({ gained, lost }: Takeover): string =>
  gained === undefined || lost === undefined ? '' : t.takeover.says.changes(t.takeovers.changes(gained, lost));
