import { queryOptions } from '@tanstack/react-query';
import { answerTo, etagOf } from './call';
import { scimSettings } from './generated/sdk.gen';
import type { Setting } from './generated/types.gen';

/** The settings as they were read, with the tag by which a change is refused where somebody else was quicker. */
export interface SettingsRead {
  readonly items: readonly Setting[];
  readonly etag: string;
}

/** The settings of the account. */
export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: async (): Promise<SettingsRead> => {
    const { data, response } = await answerTo(scimSettings());
    return { items: data.items, etag: etagOf(response) };
  },
});
