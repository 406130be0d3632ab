import { queryOptions } from '@tanstack/react-query';
import { answerTo, call, etagOf } from '../../api/call';
import { findTeam, listRuns, listTeams, reconciler, teamDrift } from '../../api/generated/sdk.gen';
import type { FindTeamResponse, ListTeamsResponse } from '../../api/generated/types.gen';

export type Team = FindTeamResponse;
export type ListedTeam = ListTeamsResponse['items'][number];

/** A team with its ETag, so that a change of it is made only if nobody else was faster. */
export const teamQuery = (teamId: string) =>
  queryOptions({
    queryKey: ['team', teamId],
    queryFn: async () => {
      const { data, response } = await answerTo(findTeam({ path: { teamId } }));
      return { team: data, etag: etagOf(response) };
    },
  });

/** The team as it stands in the list: how many people are in it, where it differs, and whether a run waits. */
export const teamRowQuery = ({ id }: Pick<Team, 'id'>) =>
  queryOptions({
    queryKey: ['team', id, 'row'],
    queryFn: async (): Promise<ListedTeam | null> => {
      const { items } = await call(listTeams({ query: { ids: id, limit: 1 } }));
      return items[0] ?? null;
    },
  });

export const driftQuery = (teamId: string) =>
  queryOptions({ queryKey: ['team', teamId, 'drift'], queryFn: () => call(teamDrift({ path: { teamId } })) });

/** The newest runs of a team. */
export const latestRunsQuery = (teamId: string) =>
  queryOptions({
    queryKey: ['runs', { teamId, latest: true }],
    queryFn: () => call(listRuns({ query: { teamId, limit: 5 } })),
  });

export const reconcilerQuery = queryOptions({ queryKey: ['reconciler'], queryFn: () => call(reconciler()) });
