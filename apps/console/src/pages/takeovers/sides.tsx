import { call } from '../../api/call';
import { listTakeoverPeople } from '../../api/generated/sdk.gen';
import type { TakeoverDetails, TakeoverPerson } from '../../api/generated/types.gen';
import { useCursorPages } from '../../api/pages';
import { useProvider } from '../../api/provider';
import { Entries, Entry } from '../../parts/entries';
import { Loaded } from '../../parts/loaded';
import { PersonLink } from '../../parts/person';
import { ShowMore } from '../../parts/show-more';
import { t } from '../../texts';
import { actorName } from '../../texts/people';
import css from './takeovers.module.css';

const sides = ['gain', 'lose', 'stay', 'missing'] as const;
type SideName = (typeof sides)[number];

/** Who would gain access, lose it, and stay, by what can be done now. */
export function Sides({ takeover }: { readonly takeover: TakeoverDetails }) {
  const isBack = takeover.state === 'done';
  const shown = sides.filter((side) => side !== 'missing' || takeover.missing.count > 0);
  return (
    <div className={css.sides}>
      {shown.map((side) => (
        <Side
          key={side}
          takeover={takeover}
          side={side}
          title={isBack ? t.takeover.sides[side].back : t.takeover.sides[side].ahead}
        />
      ))}
    </div>
  );
}

interface SideProps {
  readonly takeover: TakeoverDetails;
  readonly side: SideName;
  readonly title: string;
}

function Side({ takeover, side, title }: SideProps) {
  const { count } = takeover[side];
  return (
    <section className={css.side}>
      <h2>{t.takeover.count(title, count)}</h2>
      {count === 0 ? <p className={css.quiet}>{t.takeover.nobody}</p> : null}
      {count > 0 ? <People takeover={takeover} side={side} title={title} /> : null}
    </section>
  );
}

function People({ takeover: { id: takeoverId, version }, side, title }: SideProps) {
  const provider = useProvider();
  const { query, rows, hasMore, more } = useCursorPages<TakeoverPerson>(
    ['takeover', takeoverId, 'people', { side, version }],
    (after, signal) =>
      call(
        listTakeoverPeople({
          path: { takeoverId },
          query: { side, limit: 50, ...after },
          signal,
        }),
      ),
  );
  return (
    <Loaded query={query} rows={3}>
      {() => (
        <>
          <Entries label={title}>
            {rows.map((who) => (
              <Entry key={who.userId}>
                <PersonLink id={who.userId} person={who.person} />{' '}
                <span className={css.quiet}>{cameText(who, provider)}</span>
              </Entry>
            ))}
          </Entries>
          <ShowMore list={{ hasMore, more }} isPending={query.isFetchingNextPage} kind="quiet" />
        </>
      )}
    </Loaded>
  );
}

/** How somebody came into the team, where that is known. */
export function cameText({ source, addedBy }: TakeoverPerson, provider: string): string {
  if (source === 'directory') return t.takeover.directory;
  return source === 'manual' && addedBy ? t.takeover.manual(actorName(addedBy, provider)) : '';
}
