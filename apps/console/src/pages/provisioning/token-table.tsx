import { useState } from 'react';
import type { TokenInUse, Tokens } from '../../api/generated/types.gen';
import { useCanChange } from '../../api/availability';
import { useMay } from '../../api/me';
import { Button } from '../../parts/button';
import { Loaded, type Reading } from '../../parts/loaded';
import { Empty, Section } from '../../parts/page';
import { PersonLink } from '../../parts/person';
import { State } from '../../parts/state';
import { Table, type TableColumn } from '../../parts/table';
import { Time, useNow } from '../../parts/time';
import { t } from '../../texts';
import { date } from '../../texts/format';
import css from './provisioning.module.css';
import { RevokeToken } from './revoke-token';
import { nearnessOf, split, toneOf } from './token-facts';

interface TokenTableProps {
  readonly query: Reading<Tokens>;
  readonly onReplace: ((token: TokenInUse) => void) | undefined;
  readonly onGenerate: (() => void) | undefined;
}

/** The tokens of the account: those that work, and on demand those that do not, and why. */
export function TokenTable({ query, onReplace, onGenerate }: TokenTableProps) {
  return (
    <Section title={t.provisioning.tokens}>
      <Loaded query={query} rows={3}>
        {({ items, unknown }) =>
          items.length === 0 ? (
            <Empty
              actions={
                onGenerate ? (
                  <Button data-write onPress={onGenerate}>
                    {t.provisioning.generate}
                  </Button>
                ) : undefined
              }
            >
              {t.provisioning.noTokens}
            </Empty>
          ) : (
            <>
              <Listed tokens={items} onReplace={onReplace} />
              {unknown ? <p className={css.hint}>{t.provisioning.today.noLog}</p> : null}
            </>
          )
        }
      </Loaded>
    </Section>
  );
}

function Listed({
  tokens,
  onReplace,
}: { readonly tokens: readonly TokenInUse[] } & Pick<TokenTableProps, 'onReplace'>) {
  const { working, dead } = split(tokens);
  const [areDeadShown, showDead] = useState(working.length === 0);
  const [revoking, setRevoking] = useState<TokenInUse>();
  const columns = useColumns(onReplace, setRevoking);
  const rows = areDeadShown ? [...working, ...dead] : working;
  return (
    <>
      {rows.length > 0 ? (
        <Table label={t.provisioning.tokens} columns={columns} rows={rows} rowKey={({ id }) => id} />
      ) : null}
      {dead.length > 0 && !areDeadShown ? (
        <div>
          <Button kind="quiet" onPress={() => showDead(true)}>
            {t.provisioning.showDead(dead.length)}
          </Button>
        </div>
      ) : null}
      {revoking ? (
        <RevokeToken token={revoking} others={working.length - 1} onClose={() => setRevoking(undefined)} />
      ) : null}
    </>
  );
}

function useColumns(
  onReplace: TokenTableProps['onReplace'],
  onRevoke: (token: TokenInUse) => void,
): readonly TableColumn<TokenInUse>[] {
  const may = useMay();
  const canChange = useCanChange('tokens');
  const { columns } = t.provisioning;
  return [
    {
      key: 'name',
      title: columns.name,
      isName: true,
      cell: ({ name, hint, leniency, provider }) => (
        <>
          {name} <code className={`${css.hint} ${css.whole} ${css.secret}`}>{hint}</code>
          {provider ? <span className={css.hint}> ({t.who.providers[provider]})</span> : null}
          {leniency === 'none' ? <span className={css.hint}> ({t.provisioning.strict})</span> : null}
        </>
      ),
    },
    { key: 'state', title: columns.state, cell: (token) => <TokenState token={token} /> },
    {
      key: 'madeBy',
      title: columns.madeBy,
      cell: ({ creator, creatorId }) => (
        <span className={css.whole}>
          <PersonLink id={creatorId} person={creator} />
        </span>
      ),
    },
    {
      key: 'used',
      title: columns.used,
      cell: ({ lastUsedAt }) => (lastUsedAt ? <Time at={lastUsedAt} /> : t.provisioning.never),
    },
    {
      key: 'day',
      title: columns.day,
      cell: ({ requests24h, refused24h = 0 }) =>
        requests24h === undefined ? (
          t.provisioning.notKnown
        ) : (
          <span className={css.day}>{t.provisioning.dayCount(requests24h, refused24h)}</span>
        ),
    },
    {
      key: 'ends',
      title: columns.ends,
      cell: ({ endedAt, expiresAt }) => <span className={css.day}>{date(endedAt ?? expiresAt)}</span>,
    },
    ...(may('scim.manage') && canChange ? [actsOf(onReplace, onRevoke)] : []),
  ];
}

/** What can be done with a token that works. */
function actsOf(
  onReplace: TokenTableProps['onReplace'],
  onRevoke: (token: TokenInUse) => void,
): TableColumn<TokenInUse> {
  return {
    key: 'acts',
    title: t.provisioning.columns.acts,
    isEnd: true,
    cell: (token) =>
      token.state === 'working' ? (
        <span className={css.acts}>
          {onReplace ? (
            <Button
              data-write
              kind="quiet"
              aria-label={t.provisioning.replaceNamed(token.name)}
              onPress={() => onReplace(token)}
            >
              {t.provisioning.replace}
            </Button>
          ) : null}
          <Button
            data-write
            kind="quiet"
            aria-label={t.provisioning.revokeNamed(token.name)}
            onPress={() => onRevoke(token)}
          >
            {t.provisioning.revoke}
          </Button>
        </span>
      ) : null,
  };
}

/** Whether a token works, why not, and when its end is near. */
function TokenState({ token }: { readonly token: TokenInUse }) {
  const now = useNow();
  const { state, expiresAt } = token;
  const { nearness, days } = nearnessOf(expiresAt, now);
  const why = state in t.provisioning.why ? t.provisioning.why[state as keyof typeof t.provisioning.why] : undefined;
  const soon = state === 'working' && nearness !== 'far' ? t.provisioning.endsIn(days, expiresAt) : undefined;
  return (
    <span>
      <State tone={toneOf(token, now)}>{t.provisioning.state[state]}</State>
      {(why ?? soon) ? <span className={css.why}>{why ?? soon}</span> : null}
    </span>
  );
}
