import { useQuery } from '@tanstack/react-query';
import type { TokenInUse } from '../../api/generated/types.gen';
import { useProvider } from '../../api/provider';
import { tokensQuery } from '../../api/tokens';
import { Button } from '../../parts/button';
import { Note } from '../../parts/state';
import { Time } from '../../parts/time';
import { t } from '../../texts';
import { firstUseOf } from './token-facts';

const askedMs = 500;

/** A token and whether it was used. While it was not, asks again and again: hints can be away when they are needed most. */
export function useFirstUse(tokenId: string) {
  const { data } = useQuery({
    ...tokensQuery,
    refetchInterval: ({ state }) => (isFollowed(find(state.data?.items, tokenId)) ? askedMs : false),
  });
  const token = find(data?.items, tokenId);
  return { token, firstUse: data ? firstUseOf(token) : ('waiting' as const) };
}

/** Whether more is to be said of a token: that it was used, and then when. */
const isFollowed = (token: TokenInUse | undefined) => token?.state === 'working' && token.lastUsedAt === undefined;

const find = (tokens: readonly TokenInUse[] | undefined, tokenId: string) => tokens?.find(({ id }) => id === tokenId);

/** Says live whether the first request with a token has come. */
export function FirstUseNote({ tokenId, onDone }: { readonly tokenId: string; readonly onDone?: () => void }) {
  const { token, firstUse } = useFirstUse(tokenId);
  const provider = useProvider();
  const { first } = t.provisioning;
  if (firstUse === 'gone') return null;
  const name = token?.name ?? '';
  const done = onDone && firstUse !== 'waiting' ? <Button onPress={onDone}>{first.done}</Button> : null;
  return (
    <div role="status" data-first-use={firstUse}>
      {firstUse === 'works' ? (
        <Note tone="ok" actions={done}>
          <p>
            {first.works(provider)} {token?.lastUsedAt ? <Time at={token.lastUsedAt} /> : first.now}.
          </p>
        </Note>
      ) : null}
      {firstUse === 'waiting' ? (
        <Note tone="neutral" title={first.waiting(name)}>
          <p>{first.waitingHint}</p>
        </Note>
      ) : null}
      {firstUse === 'dead' ? (
        <Note tone="danger" actions={done}>
          <p>{first.dead(name)}</p>
        </Note>
      ) : null}
    </div>
  );
}
