import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { call } from '../../api/call';
import { findAuditRequest } from '../../api/generated/sdk.gen';
import type { AuditEntryView, AuditRequestTree } from '../../api/generated/types.gen';
import { Button } from '../../parts/button';
import { Id, useCopy } from '../../parts/copy';
import { Entries } from '../../parts/entries';
import { Loaded } from '../../parts/loaded';
import { LoggedSentence } from '../../parts/logged-sentence';
import { Empty, Fact, Facts, Page, Section } from '../../parts/page';
import { t } from '../../texts';
import { dateTime, duration, utc } from '../../texts/format';
import { Advice, LogEntry } from './log-entry';
import { LoggedState } from './outcome';
import { asText } from './request-text';
import css from './log.module.css';

const lookAgainMs = 1_000;
const maxLooks = 10;

/** What is known of the request itself; undefined where the log has only what it caused, or nothing. */
const requestOf = ({ tree }: Pick<AuditRequestTree, 'tree'>) =>
  tree.find(({ entry }) => entry.kind === 'request')?.entry;

/** One request with everything that it caused. */
export function RequestPage() {
  const { requestId } = useParams({ from: '/inside/log/$requestId' });
  const query = useQuery({
    queryKey: ['log', 'request', requestId],
    queryFn: () => call(findAuditRequest({ path: { requestId } })),
    // What a request did may be in the log a moment before the request itself.
    refetchInterval: ({ state: { data, dataUpdateCount } }) =>
      (data && requestOf(data)) || dataUpdateCount >= maxLooks ? false : lookAgainMs,
  });
  return (
    <Page title={t.log.requestTitle} actions={query.data ? <CopyAsText tree={query.data} /> : null}>
      <p>
        <Link to="/log">{t.log.back}</Link> · <Id id={requestId} what={t.log.request} />
      </p>
      <Loaded query={query}>{(tree) => <Tree tree={tree} />}</Loaded>
    </Page>
  );
}

function Tree({ tree: { tree, cut } }: { readonly tree: AuditRequestTree }) {
  const request = requestOf({ tree });
  if (tree.length === 0) return <Empty>{t.log.requestUnknown}</Empty>;
  const caused = tree.filter(({ entry }) => entry !== request);
  return (
    <>
      {request ? <About request={request} /> : null}
      {caused.length > 0 ? (
        <Section title={t.log.chain}>
          <Entries label={t.log.chain}>
            {caused.map(({ entry, depth }) => (
              <LogEntry key={entry.id} entry={entry} depth={request ? Math.max(0, depth - 1) : depth} hasLink={false} />
            ))}
          </Entries>
          {cut ? <p className={css.quiet}>{t.log.cut}</p> : null}
        </Section>
      ) : null}
    </>
  );
}

/** What the request was, who sent it, and what they were answered. */
function About({ request }: { readonly request: AuditEntryView }) {
  const { at, outcome, method, route, status, code, durationMs, address, userAgent, detail } = request;
  const words = t.log.facts;
  return (
    <section className={css.verdict}>
      <p className={css.sentence}>
        <LoggedSentence entry={request} />
        <Advice entry={request} />
      </p>
      <Facts>
        <Fact name={words.outcome}>
          <LoggedState outcome={outcome} />
        </Fact>
        <Fact name={words.at}>
          {dateTime(at)} · {utc(at)}
        </Fact>
        {method && route ? (
          <Fact name={words.sent}>
            <code>
              {method} {route}
            </code>
          </Fact>
        ) : null}
        {status === undefined ? null : (
          <Fact name={words.answered}>
            {status} {code ? <code>{code}</code> : null}
          </Fact>
        )}
        {durationMs === undefined ? null : <Fact name={words.took}>{duration(durationMs)}</Fact>}
        {address ? <Fact name={words.from}>{address}</Fact> : null}
        {userAgent ? <Fact name={words.program}>{userAgent}</Fact> : null}
      </Facts>
      {detail ? (
        <details>
          <summary>{words.detail}</summary>
          <pre className={css.detail}>{JSON.stringify(detail, undefined, 2)}</pre>
        </details>
      ) : null}
    </section>
  );
}

function CopyAsText({ tree }: { readonly tree: AuditRequestTree }) {
  const [isCopied, copy] = useCopy(asText(tree), t.log.copiedAsText);
  return <Button onPress={() => void copy()}>{isCopied ? t.parts.copied : t.log.copyAsText}</Button>;
}
