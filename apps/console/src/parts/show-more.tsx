import { t } from '../texts';
import { Button } from './button';

interface ShowMoreProps {
  readonly list: { readonly hasMore: boolean; readonly more: () => void };
  /** Whether more is being read. */
  readonly isPending?: boolean;
  readonly kind?: 'plain' | 'quiet';
}

/** Reads the next part of a list; nothing where there is none. */
export function ShowMore({ list: { hasMore, more }, isPending = false, kind = 'plain' }: ShowMoreProps) {
  if (!hasMore) return null;
  return (
    <Button kind={kind} onPress={more} isPending={isPending}>
      {t.parts.showMore}
    </Button>
  );
}
