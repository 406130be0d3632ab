import { decodeBase64, hashLength, parseTilePath, tilePath, type Hash } from '@rollcall/transparency-log';
import { loggedFields } from './logged-fields.js';
import {
  exportFormat,
  type AnchorProof,
  type ExportHeader,
  type ExportRecord,
  type ProvedStatement,
} from './export-records.js';

/** A line that is none of a proof's file. */
export class MalformedExport extends Error {
  override readonly name = 'MalformedExport';
}

/** One line of the file, without its newline: JSON, hashes in base64. */
export function exportLine(record: ExportRecord): string {
  switch (record.kind) {
    case 'header':
      return JSON.stringify(headerAsJson(record));
    case 'anchor':
      return JSON.stringify({ anchor: anchorAsJson(record) });
    case 'tile':
      return JSON.stringify({ tile: tilePath(record.tile), hashes: record.hashes.toString('base64') });
    case 'entry':
      return JSON.stringify(record.entry);
    case 'end':
      return JSON.stringify({ end: { entries: record.entries } });
  }
}

/**
 * What a line says. Each record is written in one way only: a line with another name, or with one twice, would say different things to
 * different readers.
 * @throws MalformedExport
 */
export function parseExportLine(line: string): ExportRecord {
  const record = recordIn(parseObject(line));
  if (exportLine(record) !== line) throw new MalformedExport('This line is not written as an export writes it.');
  return record;
}

function recordIn(json: Json): ExportRecord {
  if ('seq' in json) return entryOf(json);
  if ('tile' in json) return tileOf(json);
  if ('format' in json) return headerOf(json);
  if ('anchor' in json) return anchorOf(objectIn(json.anchor));
  if ('end' in json) return { kind: 'end', entries: countIn(objectIn(json.end).entries) };
  throw new MalformedExport('This line is none of an export.');
}

type Json = Readonly<Record<string, unknown>>;

function headerAsJson({ account, class: kind, from, before, checkpoint, statement, successions }: ExportHeader): Json {
  const log = { format: exportFormat, account, class: kind, from, before: before.map(base64) };
  return { ...log, statement: statementAsJson(statement), checkpoint, successions };
}

function anchorAsJson({ size, proof, account }: AnchorProof): Json {
  if (!account) return { size, proof: proof.map(base64) };
  const consistency = account.consistency.map(base64);
  return { size, proof: proof.map(base64), account: { ...statementAsJson(account), consistency } };
}

function statementAsJson({ index, size, root, proof }: ProvedStatement): Json {
  return { index, size, root: base64(root), proof: proof.map(base64) };
}

function headerOf(json: Json): ExportHeader {
  if (json.format !== exportFormat)
    throw new MalformedExport(`This file is ${String(json.format)}, not ${exportFormat}.`);
  return {
    kind: 'header',
    account: textIn(json.account),
    class: textIn(json.class),
    from: countIn(json.from),
    before: hashesIn(json.before),
    checkpoint: textIn(json.checkpoint),
    statement: statementIn(json.statement),
    successions: listIn(json.successions).map(textIn),
  };
}

function anchorOf(json: Json): AnchorProof {
  const anchor = { kind: 'anchor', size: countIn(json.size), proof: hashesIn(json.proof) } as const;
  if (json.account === undefined) return anchor;
  const consistency = hashesIn(objectIn(json.account).consistency);
  return { ...anchor, account: { ...statementIn(json.account), consistency } };
}

function statementIn(value: unknown): ProvedStatement {
  const { index, size, root, proof } = objectIn(value);
  return { index: countIn(index), size: countIn(size), root: hashIn(root), proof: hashesIn(proof) };
}

function tileOf({ tile, hashes }: Json): ExportRecord {
  const [place, bytes] = [parseTilePath(textIn(tile)), decodeBase64(textIn(hashes))];
  if (!place || bytes?.length !== place.width * hashLength) throw new MalformedExport('This is no tile.');
  return { kind: 'tile', tile: place, hashes: bytes };
}

function entryOf(json: Json): ExportRecord {
  const [seq, fields] = [countIn(json.seq), loggedFields(json.fields)];
  if (!fields) throw new MalformedExport(`The fields of entry ${seq} are none of an entry.`);
  return { kind: 'entry', entry: { seq, fields } };
}

function parseObject(line: string): Json {
  try {
    return objectIn(JSON.parse(line));
  } catch {
    throw new MalformedExport('This line is no JSON object.');
  }
}

function objectIn(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new MalformedExport('An object is missing.');
  return value as Json; // an object, of which nothing else is known
}

function listIn(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new MalformedExport('A list is missing.');
  return value;
}

function textIn(value: unknown): string {
  if (typeof value !== 'string') throw new MalformedExport('A text is missing.');
  return value;
}

function countIn(value: unknown): number {
  if (!Number.isSafeInteger(value) || Number(value) < 0) throw new MalformedExport('A count is missing.');
  return Number(value);
}

function hashIn(value: unknown): Hash {
  const bytes = decodeBase64(textIn(value));
  if (bytes?.length !== hashLength) throw new MalformedExport('A hash is missing.');
  return bytes;
}

function hashesIn(value: unknown): Hash[] {
  return listIn(value).map(hashIn);
}

const base64 = (hash: Hash) => hash.toString('base64');
