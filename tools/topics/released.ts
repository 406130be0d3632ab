import { spawnSync } from 'node:child_process';
import { repositoryRoot } from '@rollcall/local-servers';

export const document = 'docs/asyncapi.json';
export const releasedDocument = 'docs/asyncapi.released.json';

type Json = Readonly<Record<string, unknown>>;

const infoOf = ({ info }: Json) => info as Json; // every AsyncAPI document has one

/** A document as the next versions are compared with it: it names the commit that it is of, so that nobody changes it unseen. */
export const releasedFrom = (commit: string, of: Json): Json => ({
  ...of,
  info: { ...infoOf(of), 'x-released-from': commit },
});

/** A released document, and the commit that it says it is of. */
export function asReleased(released: Json): { readonly commit: string; readonly document: Json } {
  const { 'x-released-from': commit, ...info } = infoOf(released);
  return { commit: String(commit), document: { ...released, info } };
}

/** What git prints; undefined where there is no history, or not so far back. */
export function git(...args: string[]): string | undefined {
  const { status, stdout } = spawnSync('git', args, { cwd: repositoryRoot, encoding: 'utf8', maxBuffer: 1 << 28 });
  return status === 0 ? stdout : undefined;
}
