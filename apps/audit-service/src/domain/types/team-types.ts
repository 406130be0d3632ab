import {
  isUuid,
  ReconcilerEvents,
  TeamEvents,
  type EventDefinition,
  type MemberPutRight,
  type TeamEvent,
  type TeamMembersChanged,
  type TeamTakeoverEvent,
} from '@rollcall/contracts';
import { counted, word, type SentenceParts } from '../sentence-parts.js';
import { detailOf, entryType, type EntryType, type Kept } from './define-type.js';

const about = ({ actor, teamId }: TeamEvent): Kept => ({ actor, subject: { kind: 'team', id: teamId } });

const team = <Event extends TeamEvent>(
  definition: EventDefinition<Event>,
  more: (event: Event) => Kept,
  says: (parts: SentenceParts) => string,
): EntryType =>
  entryType(
    definition,
    (event) => {
      const { detail, ...rest } = more(event);
      const { ownedBy, reason } = event;
      return { ...about(event), ...rest, detail: detailOf({ ownedBy, reason, ...detail }) };
    },
    (parts) => {
      const reason = word(parts.detail, 'reason');
      return says(parts) + (reason && `: ${reason}`);
    },
  );

const nothing = () => ({});
const members = ({ userIds }: TeamMembersChanged) => ({ also: userIds });
const takeover = ({ takeoverId }: TeamTakeoverEvent) => ({ detail: { takeoverId } });
const idsOf = (all: readonly { readonly userId: string }[]) => all.map(({ userId }) => userId);

/** What happens to teams and their members. */
export const teamTypes: readonly EntryType[] = [
  team(TeamEvents.created, nothing, ({ who, whom }) => `${who} created ${whom}`),
  team(
    TeamEvents.updated,
    ({ changed }) => ({ detail: { changed } }),
    ({ who, whom, detail }) => `${who} changed ${word(detail, 'changed')} of ${whom}`,
  ),
  team(
    TeamEvents.takenOver,
    ({ gained, lost, waitsUntil, takeoverId }) => ({ detail: detailOf({ gained, lost, waitsUntil, takeoverId }) }),
    ({ who, whom, detail }) =>
      `${who} took over ${whom}: ${word(detail, 'gained')} gained access, ${word(detail, 'lost')} lost it`,
  ),
  team(
    TeamEvents.takeoverProposed,
    takeover,
    ({ who, whom }) => `${who} pushed a group that would take over ${whom}: an admin decides`,
  ),
  team(TeamEvents.takeoverAllowed, takeover, ({ who, whom }) => `${who} allowed the directory to take over ${whom}`),
  team(TeamEvents.takeoverDeclined, takeover, ({ who, whom }) => `${who} declined the takeover of ${whom}`),
  team(
    TeamEvents.takeoverWithdrawn,
    takeover,
    ({ who, whom }) => `${who} deleted the group that would have taken over ${whom}`,
  ),
  team(TeamEvents.takeoverLapsed, takeover, ({ whom }) => `Nobody decided about the takeover of ${whom}: it lapsed`),
  team(
    TeamEvents.takeoverUndone,
    ({ takeoverId, returned, lost }) => ({ detail: { takeoverId, returned, lost } }),
    ({ who, whom, detail }) =>
      `${who} undid the takeover of ${whom}: ${word(detail, 'returned')} came back, ${word(detail, 'lost')} lost access`,
  ),
  team(TeamEvents.handedBack, nothing, ({ who, whom }) => `${who} handed ${whom} back to the workspace`),
  team(TeamEvents.deleted, nothing, ({ who, whom }) => `${who} deleted ${whom}`),
  team(TeamEvents.membersAdded, members, ({ who, whom, others }) => `${who} added ${others} to ${whom}`),
  team(TeamEvents.membersRemoved, members, ({ who, whom, others }) => `${who} took ${others} out of ${whom}`),
  team(
    TeamEvents.membersSkipped,
    // What the directory names may be any text: only ids are kept, and how many there were.
    ({ unknownIds }) => ({
      outcome: 'refused',
      also: unknownIds.filter(isUuid),
      detail: { unknown: unknownIds.length },
    }),
    ({ who, whom, detail }) =>
      `${who} named ${counted(detail['unknown'], 'person', 'people')} for ${whom} who are not in the account: they were left out`,
  ),
  team(
    TeamEvents.reconciled,
    ({ runId, evicted, restored }) => ({
      also: [...new Set([...idsOf(evicted), ...idsOf(restored)])],
      detail: { runId, evicted: evicted.map(plain), restored: restored.map(plain) },
    }),
    ({ whom, people, detail }) => {
      const [out, back] = [keptIds(detail['evicted']), keptIds(detail['restored'])];
      const said = [
        ...(out.length > 0 ? [`${people(out)} put out`] : []),
        ...(back.length > 0 ? [`${people(back)} put back in`] : []),
      ];
      return `The reconciler put ${whom} right: ${said.join('; ') || 'nobody was out of place'}`;
    },
  ),
  team(
    TeamEvents.reconcileHeld,
    ({ runId, wouldEvict, wouldRestore }) => ({ outcome: 'refused', detail: { runId, wouldEvict, wouldRestore } }),
    ({ whom, detail }) =>
      `The reconciler waits for an admin: it would put ${word(detail, 'wouldEvict')} out of ${whom}, and ${word(detail, 'wouldRestore')} back in`,
  ),
  team(TeamEvents.heldRunEnded, nothing, ({ whom }) => `${whom} agrees with its group again: nothing is held any more`),
  entryType(
    ReconcilerEvents.modeSet,
    ({ actor, accountId, mode, former }) => ({
      actor,
      subject: { kind: 'account', id: accountId },
      detail: { mode, former },
    }),
    ({ who, detail }) => `${who} set the reconciler to ${word(detail, 'mode')}; it was at ${word(detail, 'former')}`,
  ),
  team(ReconcilerEvents.runAsked, nothing, ({ who, whom }) => `${who} had the reconciler look at ${whom}`),
  team(
    ReconcilerEvents.approved,
    nothing,
    ({ who, whom }) => `${who} approved that the reconciler puts many people out of ${whom}`,
  ),
  team(
    TeamEvents.contended,
    ({ userId, evictions }) => ({ also: [userId], detail: { evictions } }),
    ({ whom, others, detail }) =>
      `${others} was added to ${whom} by hand again and again, and put out ${word(detail, 'evictions')} times`,
  ),
];

/** With when a hand had changed it, where one had. */
const plain = ({ userId, reason, at }: MemberPutRight) => ({ userId, reason, ...(at === undefined ? {} : { at }) });
/** The people of a list as it was kept. */
const keptIds = (list: unknown): readonly string[] =>
  Array.isArray(list) ? list.map(({ userId }: { readonly userId: string }) => userId) : [];
