import { leafHash, type Hash, type TreeHead } from '@rollcall/transparency-log';
import { canonicalJson } from './canonical-json.js';

/** Which log of an account: each class of entries has one of its own, because each has a term of its own. */
export interface AccountLog {
  readonly account: string;
  readonly class: string;
}

/** What the installation log says of an account's log: how long it was, and its root. */
export interface AccountStatement extends AccountLog, TreeHead {}

/** The form of the leaf, written into it. */
const statementVersion = 1;

/** The leaf of the installation log: the canonical JSON (RFC 8785) of `{account, class, root, size, version}`, the root in base64. */
function statementLeaf({ account, class: kind, size, root }: AccountStatement): string {
  return canonicalJson({ account, class: kind, root: root.toString('base64'), size, version: statementVersion });
}

/** The hash of a statement's leaf. */
export function statementLeafHash(statement: AccountStatement): Hash {
  return leafHash(statementLeaf(statement));
}
