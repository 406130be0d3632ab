import { queryOptions } from '@tanstack/react-query';
import { answerTo, call, etagOf } from '../../api/call';
import { findAuditEntries, findTakeover } from '../../api/generated/sdk.gen';
import type { Takeover, TakeoverDetails } from '../../api/generated/types.gen';

/** A takeover with its ETag: whoever decides does exactly what was shown, or nothing. */
export const takeoverQuery = (takeoverId: string) =>
  queryOptions({
    queryKey: ['takeover', takeoverId],
    queryFn: async (): Promise<{ takeover: TakeoverDetails; etag: string }> => {
      const { data, response } = await answerTo(findTakeover({ path: { takeoverId } }));
      return { takeover: data, etag: etagOf(response) };
    },
  });

/** How far from the push an entry about it may be. */
const aroundMs = 60_000;

/** The request of the directory that is behind a takeover, where the log still has it. */
export const requestQuery = ({ id, teamId, proposedAt }: Takeover) =>
  queryOptions({
    queryKey: ['log', { takeover: id }],
    queryFn: async (): Promise<string | null> => {
      const at = Date.parse(proposedAt);
      const [from, to] = [at - aroundMs, at + aroundMs].map((each) => new Date(each).toISOString());
      const type = 'team.taken-over,team.takeover-proposed';
      const { entries } = await call(
        findAuditEntries({ query: { team: teamId, type, limit: 10, ...(from && to ? { from, to } : {}) } }),
      );
      return entries.find(({ requestId }) => requestId !== undefined)?.requestId ?? null;
    },
  });
