import { publishedTopics } from '@rollcall/contracts';

/** A program outside of the product that reads topics. */
export interface ExternalReader {
  /** `external-` and the name that the operator has given. */
  readonly principal: string;
  readonly topics: readonly string[];
}

/** Begins the principals of all external readers, and of no other caller. */
export const externalPrefix = 'external-';

const readable = (): string[] => [...publishedTopics].sort();

/** Reads all events and records, and no command, reply or dead letter: those hold values. */
export const auditor = (): ExternalReader => ({ principal: 'auditor', topics: readable() });

const listed = /^([a-z][a-z0-9-]{0,60}):(.+)$/;

/**
 * The readers of a list such as `billing:user.events,team.events;search:team.events`; topics as `ops-cli` names them.
 * @throws Error for what is no such list, for a reader named twice, and for a topic that holds no events or records
 */
export function externalReaders(list = ''): ExternalReader[] {
  const readers = list.split(';').flatMap((each) => (each.trim() === '' ? [] : readerOf(each.trim())));
  const names = readers.map(({ principal }) => principal);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`EXTERNAL_READERS: ${twice.slice(externalPrefix.length)} is named twice`);
  return readers;
}

function readerOf(text: string): ExternalReader {
  const [, name, topics] = listed.exec(text) ?? [];
  if (name === undefined || topics === undefined)
    throw new Error(`EXTERNAL_READERS: "${text}" is not NAME:TOPIC,TOPIC, with a name of a-z, 0-9 and "-"`);
  return { principal: `${externalPrefix}${name}`, topics: topics.split(',').map(topicOf) };
}

function topicOf(text: string): string {
  const topic = `rollcall.${text.trim()}`;
  if (readable().includes(topic)) return topic;
  const known = readable().map((each) => each.replace('rollcall.', ''));
  throw new Error(`EXTERNAL_READERS: "${text.trim()}" is none of ${known.join(', ')}`);
}
