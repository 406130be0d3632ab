import { queryOptions } from '@tanstack/react-query';
import { answerTo, etagOf } from '../../api/call';
import { findTakeover } from '../../api/generated/sdk.gen';
import type { TakeoverDetails } from '../../api/generated/types.gen';

/** A takeover with its ETag: whoever decides does exactly what was shown, or nothing. */
export const takeoverQuery = (takeoverId: string) =>
  queryOptions({
    queryKey: ['takeover', takeoverId],
    queryFn: async (): Promise<{ takeover: TakeoverDetails; etag: string }> => {
      const { data, response } = await answerTo(findTakeover({ path: { takeoverId } }));
      return { takeover: data, etag: etagOf(response) };
    },
  });
