import { describe, expect, it } from 'vitest';
import { resultOf } from './group-body-job.js';

/** In memory of its own, as a large body has it. */
function bytesOf(text: string): ArrayBuffer {
  const bytes = new ArrayBuffer(Buffer.byteLength(text));
  Buffer.from(bytes).write(text);
  return bytes;
}

describe('what the thread does with a large body', () => {
  it.each<[string, string, object]>([
    ['is read', '{"displayName":"A","members":[{"value":"a"}]}', { said: { whole: { userIds: ['a'] } } }],
    ['is no JSON', '{"displayName":', { notJson: expect.stringContaining('not valid JSON') }],
    ['holds too much', `{"members":[${'0,'.repeat(200_000)}0]}`, { refused: { status: 413 } }],
    ['is nested too deep', '['.repeat(100), { refused: { status: 400 } }],
    ['is wrong', '{"displayName":"A","members":[{"value":""}]}', { refused: { status: 400 } }],
  ])('gives its memory back when it %s', (_, text, result) => {
    const bytes = bytesOf(text);
    expect(resultOf({ bytes, reading: { as: 'whole' } })).toMatchObject(result);
    expect(bytes.detached).toBe(true);
  });

  it('gives its memory back where it fails', () => {
    const bytes = bytesOf('{"displayName":"A","members":[]}');
    const reading = {
      as: 'whole',
      get leniency(): never {
        throw new Error('a defect');
      },
    } as const;
    expect(() => resultOf({ bytes, reading })).toThrow('a defect');
    expect(bytes.detached).toBe(true);
  });
});
