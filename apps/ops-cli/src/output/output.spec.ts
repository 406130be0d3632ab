import { describe, expect, it } from 'vitest';
import { jsonText } from './json-text.js';
import { refusalSentence } from './refusal-sentences.js';
import { printable, record } from './table.js';

const hostile = 'CEO\u202eoc\u001b[2J\u0085\u200b';

describe('text from outside on a terminal', () => {
  it('turns no direction and moves no cursor', () => {
    expect(printable(hostile)).toBe('CEO?oc?[2J??');
    expect(record([['title', hostile]])).toBe('title  CEO?oc?[2J??');
  });

  it('does not in a refusal either', () => {
    const sentence = refusalSentence('slug-taken', { slug: hostile });
    expect(sentence).toContain('CEO?oc?[2J??');
    expect(sentence).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('does not in JSON, which says the same as before', () => {
    const text = jsonText({ title: hostile, tag: '\u{e0041}' });
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(JSON.parse(text)).toEqual({ title: hostile, tag: '\u{e0041}' });
  });
});
