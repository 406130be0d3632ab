import { Link } from '@tanstack/react-router';
import type { AuditEntryView } from '../../api/generated/types.gen';
import { useProvider } from '../../api/provider';
import { Entry } from '../../parts/entries';
import { LoggedSentence } from '../../parts/logged-sentence';
import { RequestLink } from '../../parts/request-link';
import { Time } from '../../parts/time';
import { t } from '../../texts';
import { LoggedState } from './outcome';
import css from './log.module.css';
import { whatToDo } from './what-to-do';

interface LogEntryProps {
  readonly entry: AuditEntryView;
  /** How far it is from what caused all of it. */
  readonly depth?: number;
  /** False on the page of the request itself. */
  readonly hasLink?: boolean;
}

/** One thing that happened, in a sentence, with how it ended and the way to what it belongs to. */
export function LogEntry({ entry, depth = 0, hasLink = true }: LogEntryProps) {
  const { at, outcome, requestId } = entry;
  const end = hasLink && requestId ? <RequestLink requestId={requestId}>{t.log.request}</RequestLink> : undefined;
  return (
    <Entry at={<Time at={at} />} end={end}>
      <div className={css.entry} data-depth={Math.min(depth, 4)}>
        <span className={css.outcome}>
          <LoggedState outcome={outcome} />
        </span>
        <div>
          <p className={hasLink ? css.first : undefined}>
            <LoggedSentence entry={entry} />
          </p>
          <Advice entry={entry} />
        </div>
      </div>
    </Entry>
  );
}

/** What helps against a refusal, with the way there. */
export function Advice({ entry }: { readonly entry: AuditEntryView }) {
  const advice = whatToDo(entry, useProvider());
  if (!advice) return null;
  return <span className={css.advice}> {advice.to ? <Link to={advice.to}>{advice.text}</Link> : advice.text}</span>;
}
