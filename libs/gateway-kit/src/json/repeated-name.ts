const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openList = 0x5b;
const backslash = 0x5c;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

interface Place {
  readonly from: number;
  readonly to: number;
}

/** An object or a list that is open. */
interface Open {
  /** Where an object has the value of each of its names; undefined for a list, and for what is not looked at. */
  readonly said: Map<string, Place> | undefined;
  name: string | undefined;
  /** Where the value of this name begins. */
  from: number;
}

/**
 * A name that an object has twice, with values that are written differently: `JSON.parse` takes the last of them (RFC 8259 §4 leaves that
 * open). It takes twice as long as `JSON.parse` at most.
 * @param text JSON, which has been parsed
 * @param depth so deep are objects looked at: the outermost one is 1
 */
export function repeatedName(text: string, depth = Number.POSITIVE_INFINITY): string | undefined {
  const open: Open[] = [];
  let [from, to] = [0, 0]; // of the text within quotes that was read last
  for (let at = 0; at < text.length; at++) {
    const top = open.at(-1);
    switch (text.charCodeAt(at)) {
      case quote:
        from = at;
        to = at = endOfText(text, at);
        break;
      case colon:
        if (!top?.said) break;
        top.name = nameIn(text.slice(from, to + 1));
        top.from = at + 1;
        break;
      case openObject:
        open.push({ said: open.length < depth ? new Map() : undefined, name: undefined, from: 0 });
        break;
      case openList:
        open.push({ said: undefined, name: undefined, from: 0 });
        break;
      case comma:
        if (top && isSaidOtherwise(top, text, at)) return top.name;
        break;
      case closeObject:
      case closeList:
        if (top && isSaidOtherwise(top, text, at)) return top.name;
        open.pop();
        break;
      default:
    }
  }
  return undefined;
}

/** Whether an object has said something else by the name whose value ends here. */
function isSaidOtherwise({ said, name, from }: Open, text: string, to: number): boolean {
  if (!said || name === undefined) return false;
  const before = said.get(name);
  said.set(name, { from, to });
  return before !== undefined && text.slice(before.from, before.to).trim() !== text.slice(from, to).trim();
}

const nameIn = (quoted: string) => (quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1));

/** The place of the closing quote. */
function endOfText(text: string, opening: number): number {
  let at = opening + 1;
  for (; at < text.length && text.charCodeAt(at) !== quote; at++) if (text.charCodeAt(at) === backslash) at++;
  return at;
}
