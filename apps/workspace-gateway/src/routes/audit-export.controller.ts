import { setImmediate as aTurn } from 'node:timers/promises';
import { Controller, Inject } from '@nestjs/common';
import {
  AuditExportQueries,
  AuditProofQueries,
  AuditQueries,
  maxExportPage,
  type AuditExportPage,
  type AuditProofPage,
  type ExportAuditEntries,
  type FindAuditProof,
} from '@rollcall/contracts';
import { Answer, QueryClient, startText, type Queries } from '@rollcall/gateway-kit';
import * as routes from '../contract/audit-export-routes.js';
import type { LookFor } from '../contract/audit-routes.js';
import type { RouteContract } from '../contract/define-route.js';
import { problem } from '../errors/problem-table.js';
import type { CheckedRequest } from '../http/checked-request.js';
import type { ReadingCall } from '../http/request-context.js';
import { Checked, Serve } from './serve.js';

/** One page may take as long as a whole request of another kind: how many there are is up to the log. */
const pageMs = 10_000;

/** Where little is found the answer begins nevertheless: so a client that waits knows that it is looked for. */
const streamAfterMs = 2_000;
/** Each reads on and on: the account's other requests have the rest of its share. */
const exportsPerAccount = 2;

type ExportRequest = Pick<CheckedRequest<RouteContract>, 'assertStillAdmitted' | 'reading' | 'request'>;

/** The audit log as a file. Pages are asked for as the client takes them, so one page is held, and no more. */
@Controller()
export class AuditExportController {
  /** How many exports of each account are under way. */
  private readonly underWay = new Map<string, number>();

  constructor(@Inject(QueryClient) private readonly queries: Queries) {}

  @Serve(routes.exportAuditEntries)
  async export(@Checked() checked: CheckedRequest<typeof routes.exportAuditEntries>) {
    const { query, reading } = checked;
    const { format, after, ...words } = query;
    if (format === 'proof') assertNoWords(words);
    this.takePlace(checked);
    const from = { accountId: reading.accountId, ...(after === undefined ? {} : { after }) };
    const text =
      format === 'proof'
        ? this.proof({ ...from, log: query.log }, reading)
        : this.entries({ ...words, ...from, format, limit: maxExportPage }, reading);
    // Asked for before the lines: what is found to be missing meanwhile is for the next one to say.
    const { completeSince } = await this.queries.ask(
      AuditQueries.completeness,
      { accountId: reading.accountId, log: query.log },
      reading,
    );
    const pages = whileAdmitted(text, checked);
    return new Answer(await startText(pages, { streamAfterMs }), {
      headers: {
        'content-type': routes.exportTypes[format],
        ...(completeSince === undefined ? {} : { [routes.completeSinceHeader]: completeSince }),
      },
    });
  }

  /** @throws Failure account-limit where as many exports of the account are under way as may be at a time */
  private takePlace({ reading, request }: ExportRequest): void {
    const { accountId } = reading;
    const underWay = this.underWay.get(accountId) ?? 0;
    if (underWay >= exportsPerAccount) throw problem('account-limit');
    this.underWay.set(accountId, underWay + 1);
    request.rollcall.hold?.untilOver(() => {
      const left = (this.underWay.get(accountId) ?? 1) - 1;
      if (left > 0) this.underWay.set(accountId, left);
      else this.underWay.delete(accountId);
    });
  }

  private async *entries(asked: ExportAuditEntries, reading: ReadingCall): AsyncGenerator<string> {
    let end: Pick<ExportAuditEntries, 'upTo'> = {};
    for (let next: number | undefined = asked.after, isFirst = true; isFirst || next !== undefined; isFirst = false) {
      const question = { ...asked, ...end, ...(next === undefined ? {} : { after: next }) };
      const page: AuditExportPage = await this.queries.ask(AuditExportQueries.page, question, pageCall(reading));
      yield textOf(page.lines);
      next = page.next;
      end = page.upTo === undefined ? {} : { upTo: page.upTo };
    }
  }

  private async *proof(asked: FindAuditProof, reading: ReadingCall): AsyncGenerator<string> {
    let question: FindAuditProof | undefined = asked;
    while (question) {
      const page: AuditProofPage = await this.queries.ask(AuditProofQueries.proof, question, pageCall(reading));
      const { lines, checkpoint, next } = page;
      if (checkpoint === undefined) throw problem('audit-not-signed');
      yield textOf(lines);
      question = next === undefined ? undefined : { ...asked, checkpoint, next };
    }
  }
}

/** @throws Failure naming the words of a search: what proves a log proves all of it, and would seem to prove what is looked for */
function assertNoWords(words: LookFor): void {
  const given = Object.entries(words).flatMap(([name, value]) => (value === undefined || name === 'log' ? [] : [name]));
  if (given.length === 0) return;
  const wrong = 'is not taken with format=proof, which proves the whole log';
  throw problem('request-invalid', {}, { problems: given.map((name) => ({ at: `/${name}`, problem: wrong })) });
}

/** Rule 19: who is no more admitted reads nothing further within about a second. */
const askAgainMs = 700;

/** The pages, as long as who asked for them is there and may have them: a long export outlives many a token. */
async function* whileAdmitted(pages: AsyncGenerator<string>, checked: ExportRequest): AsyncGenerator<string> {
  let askedAt = performance.now();
  const { signal } = checked.request.rollcall.hold ?? {};
  for await (const page of pages) {
    await aTurn(); // in which it is heard that the client has gone
    signal?.throwIfAborted(); // the client is gone: it does not read what would be looked for next
    if (performance.now() - askedAt > askAgainMs) {
      await checked.assertStillAdmitted();
      askedAt = performance.now();
    }
    yield page;
  }
}

const pageCall = (reading: ReadingCall): ReadingCall => ({ ...reading, leftMs: pageMs });

const textOf = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');
