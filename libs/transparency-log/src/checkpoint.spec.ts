import { expect, test } from 'vitest';
import { MemoryLog } from '../test/memory-log.js';
import { generateSignerKey, openCheckpoint, parseSignerKey, signCheckpoint, signNote } from './index.js';

const signer = parseSignerKey(generateSignerKey('rollcall.example/audit'));
const { frontier } = MemoryLog.of(['a', 'b', 'c']);
const checkpoint = { origin: 'rollcall.example/audit', size: 3, root: frontier.root() };
const open = (note: string) => openCheckpoint(note, checkpoint.origin, [signer.verifier]);

test('a checkpoint is three lines under a signature', () => {
  const note = signCheckpoint(checkpoint, [signer]);
  expect(note.split('\n').slice(0, 4)).toEqual(['rollcall.example/audit', '3', frontier.root().toString('base64'), '']);
  expect(open(note)).toEqual(checkpoint);
});

test('extension lines are passed over', () => {
  const root = frontier.root().toString('base64');
  expect(open(signNote(`${checkpoint.origin}\n3\n${root}\nan extension\n`, [signer]))).toEqual(checkpoint);
});

test('a checkpoint of another log is refused', () => {
  const note = signCheckpoint({ ...checkpoint, origin: 'elsewhere.example' }, [signer]);
  expect(() => open(note)).toThrow('This is a checkpoint of elsewhere.example, not of rollcall.example/audit.');
});

test.each(['03', '-1', '3.0', '', '9007199254740993'])('%j is no size', (size) => {
  const text = `${checkpoint.origin}\n${size}\n${frontier.root().toString('base64')}\n`;
  expect(() => open(signNote(text, [signer]))).toThrow('its second line is a size');
});

test.each(['', 'AAAA', 'A'.repeat(43), `${'A'.repeat(43)}=x`])('%j is no root', (root) => {
  expect(() => open(signNote(`${checkpoint.origin}\n3\n${root}\n`, [signer]))).toThrow('its third a hash');
});
