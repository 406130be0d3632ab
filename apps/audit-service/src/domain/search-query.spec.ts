import { auditWords } from '@rollcall/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressesIn, SearchQueryInvalid, readSearchQuery, withIds } from './search-query.js';

const id = '01890a5d-ac96-774b-bcce-b302099a8058';
const problemOf = (words: Parameters<typeof readSearchQuery>[0]) => {
  try {
    readSearchQuery(words);
  } catch (problem) {
    if (problem instanceof SearchQueryInvalid) return problem.message;
    throw problem;
  }
  return undefined;
};

describe('a phrase', () => {
  it('has the same words as single ones', () => {
    const phrase = readSearchQuery({
      q: `type:user.* -by:system status:>=400 about:"ann@example.com" from:2026-11-01`,
    });
    expect(phrase.from).toEqual(new Date('2026-11-01'));
    expect(phrase.terms).toMatchObject([
      { word: 'type', value: 'user.', isPrefix: true, negated: false },
      { word: 'by', value: 'system', negated: true },
      { word: 'status', compares: '>=', value: '400' },
      { word: 'about', value: 'ann@example.com' },
    ]);
    expect(readSearchQuery({ type: 'user.*' })).toEqual(readSearchQuery({ q: 'type:user.*' }));
  });

  it('takes several values of a word, by commas or by saying it again', () => {
    const twice = readSearchQuery({ q: 'outcome:refused outcome:failed' });
    expect(twice).toEqual(readSearchQuery({ q: 'outcome:refused,failed' }));
    expect(twice).toEqual(readSearchQuery({ outcome: 'refused,failed' }));
  });

  it('takes times in two ways', () => {
    expect(readSearchQuery({ q: 'at:>=2026-11-01 at:<=2026-11-02T00:00:00Z' })).toEqual(
      readSearchQuery({ from: '2026-11-01', to: '2026-11-02T00:00:00Z' }),
    );
  });
});

it('ends with a day that is its end', () => {
  const end = new Date('2026-11-28T23:59:59.999Z');
  expect(readSearchQuery({ from: '2026-11-28', to: '2026-11-28' })).toEqual({
    terms: [],
    from: new Date('2026-11-28'),
    to: end,
  });
  expect(readSearchQuery({ q: 'at:<=2026-11-28' }).to).toEqual(end);
  expect(readSearchQuery({ to: '2026-11-28T00:00:00Z' }).to).toEqual(new Date('2026-11-28'));
});

describe('what cannot be read', () => {
  it.each([
    ['ann', /"ann" is no word of a search: write word:value/],
    ['colour:red', /"colour:red" is no word of a search/],
    ['by:okta', /"by:okta" is none of directory, admin, person, reader, operator, system/],
    ['status:many', /is no status: write one such as 409, or 4xx/],
    ['about:a\0@example.com', /no id and no e-mail address/],
    ['actor:\0ann', /nobody/],
    ['user:\ud800@example.com', /no id and no e-mail address/],
    ['about:ann', /no id and no e-mail address/],
    ['about:ann*', /only type and code take a \*/],
    ['code:>=x', /cannot be compared/],
    ['from:yesterday', /is no time: write a day/],
    ['from:2026-02-30', /"from:2026-02-30" is no time/],
    ['to:2026-04-31T12:00:00Z', /is no time/],
    ['-from:2026-11-01', /has no opposite/],
    ['about:""', /"about:" names nothing/],
    ['outcome:refused -by:" "', /"by:" names nothing/],
    ['outcome:refused,""', /"outcome:" names nothing/],
    ['from:2026-11-01 from:2026-11-02', /A search has one "from"/],
    ['at:2026-11-01', /write at:>=2026-11-01 or at:<=/],
    ['type:"user.created', /is no word of a search/],
  ])('%s: says why in a sentence', (q, sentence) => {
    expect(problemOf({ q })).toMatch(sentence);
  });

  it.each([
    [{ about: '' }, /"about:" names nothing/],
    [{ from: ' ' }, /"from:" names nothing/],
  ])('%j: a word without a value does not find everything', (words, sentence) => {
    expect(problemOf(words)).toMatch(sentence);
  });

  it('is never more than a sentence, whatever the text', () => {
    const word = fc.constantFrom(...auditWords, 'at', 'x');
    const value = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('user.*', id, '4xx', '>=400', '"a b"', 'a,b'));
    const term = fc.tuple(fc.constantFrom('', '-'), word, value).map(([minus, key, text]) => `${minus}${key}:${text}`);
    const phrase = fc.oneof(
      fc.string(),
      fc.array(term, { maxLength: 5 }).map((terms) => terms.join(' ')),
    );
    fc.assert(
      fc.property(phrase, (q) => {
        const problem = problemOf({ q });
        if (problem === undefined) expect(readSearchQuery({ q }).terms.length).toBeLessThanOrEqual(q.length);
        else expect(problem).toMatch(/^["A-Z].*\.$/s);
      }),
    );
  });

  it('reads back every phrase that is written by its own rules', () => {
    const types = fc.constantFrom('user.created', 'team.members-added');
    const written = fc.record({
      type: types,
      outcome: fc.constantFrom('done', 'refused'),
      status: fc.integer({ min: 100, max: 599 }).map(String),
      about: fc.uuid(),
    });
    fc.assert(
      fc.property(written, fc.boolean(), (words, quotes) => {
        const q = Object.entries(words)
          .map(([word, text]) => `${word}:${quotes ? `"${text}"` : text}`)
          .join('  ');
        const values = readSearchQuery({ q }).terms.map(({ word, value }) => [word, value]);
        expect(Object.fromEntries(values)).toEqual(words);
        expect(readSearchQuery({ q })).toEqual(readSearchQuery(words));
      }),
    );
  });
});

describe('addresses of mail', () => {
  it("are their owner's to resolve, and an unknown one is a sentence", () => {
    const query = readSearchQuery({ q: 'about:ann@example.com actor:ops user:ann@example.com' });
    expect(addressesIn(query)).toEqual(['ann@example.com']);
    expect(withIds(query, () => id).terms.map(({ value }) => value)).toEqual([id, 'ops', id]);
    expect(() => withIds(query, () => undefined)).toThrow(/Nobody of the account has the address "ann@example.com"/);
  });
});

describe('a search that would find everything or never anything', () => {
  it.each(['', ' ', '\n'])('%j is no phrase', (q) => {
    expect(problemOf({ q })).toMatch(/names nothing/);
  });

  it.each([
    [{ type: 'user.creatd' }, /^Nothing of the type "user.creatd" is ever logged/],
    [{ q: '-type:usr.*' }, /^Nothing of the type "usr.\*" is ever logged/],
    [{ from: '2026-12-02', to: '2026-12-01' }, /ends before it begins/],
    [{ q: 'at:>=2026-12-02 to:2026-12-01' }, /ends before it begins/],
    [{ address: '999.1.1.1' }, /no network address/],
    [{ address: '10.0.0' }, /no network address/],
  ])('%j says why not', (words, problem) => {
    expect(problemOf(words)).toMatch(problem);
  });

  it('is none of a day, of types of every kind, and of addresses in any form', () => {
    expect(problemOf({ from: '2026-12-01', to: '2026-12-01' })).toBeUndefined();
    expect(
      problemOf({ type: 'audit.stream-failing,audit.versions-missing,user.*,u*,team.members-added' }),
    ).toBeUndefined();
    const addressOf = (address: string) => readSearchQuery({ address }).terms[0]?.value;
    expect(addressOf('2001:DB8:0:0::1')).toBe('2001:db8::1');
    expect(addressOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
    expect(addressOf('192.0.2.7')).toBe('192.0.2.7');
  });
});
