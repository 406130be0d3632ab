import { purposeOf, Refusal, type TokenExplanation } from '@rollcall/contracts';
import { explainToken, tokenSentence } from '../domain/explain/why-token.js';
import { personOf, tokenOf } from '../domain/sentence.js';
import { termsOf } from '../persistence/explanation-reads.js';
import { completeness } from '../queries/complete-since.js';
import { subjectView, type Explaining } from './explaining.js';
import { evidence, explanationView, namesFor } from './explanation-view.js';

/**
 * Why a token works, or is answered with 401.
 * @throws Refusal token-not-found; ServiceUnavailable where the owner does not answer
 */
export async function explainTokenOf(
  explaining: Explaining,
  accountId: string,
  tokenId: string,
): Promise<TokenExplanation> {
  const { owners, log, turns } = explaining;
  const [brief] = await owners.tokens(accountId, [tokenId]);
  if (!brief) throw new Refusal('token-not-found', { tokenId });
  const reads = log.explanations;
  const [token, refusals, since] = await turns.run(accountId, () =>
    Promise.all([
      reads.newest(accountId, termsOf.token(tokenId)),
      reads.newest(accountId, termsOf.refused(tokenId), { limit: 1 }),
      log.completeSince(accountId),
    ]),
  );
  const [refused] = refusals.entries;
  const finding = explainToken(brief, { token: token.entries, ...(refused ? { refused } : {}) });
  const entries = evidence([finding]);
  const subjects = [{ kind: 'token', id: tokenId } as const];
  const names = await namesFor(accountId, { subjects, findings: [finding], entries }, explaining);
  const whose = { token: tokenOf(tokenId, names), maker: personOf(brief.creatorId, names), purpose: purposeOf(brief) };
  const facts = { maker: subjectView('user', brief.creatorId, names), purpose: whose.purpose };
  const inWords = { ...tokenSentence({ ...whose, finding, names }), facts };
  return {
    token: subjectView('token', tokenId, names),
    explanation: explanationView(finding, inWords, entries, names),
    ...completeness(since),
  };
}
