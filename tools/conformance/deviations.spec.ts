import { describe, expect, it } from 'vitest';
import { deviations } from './deviations-by-rule.ts';
import { judge, type Deviation } from './deviations.ts';
import type { Finding } from './suites.ts';
import { withAddresses, withoutAddresses } from './translator.ts';

const refused: Finding = { suite: 'scimono', check: 'Users.create()', problem: 'expected 201, was 400' };
const rule: Deviation = { suite: 'scimono', check: /^Users\./, problem: /was 400/, because: 'rule 1' };

describe('what must fail', () => {
  it('is each explained by a rule, a section of the standard, or a fault of the suite', () => {
    const why = /^(rules? \d|RFC \d{4} \u00A7\d|the suite fails by itself: )/;
    expect(deviations.filter(({ because }) => !why.test(because))).toEqual([]);
  });

  it('is one answer each, and not whatever comes', () => {
    const anything = ['', 'x', 'HTTP 500', 'expected: <200> but was: <500>', 'Connection refused', '"status":"401"'];
    expect(deviations.filter(({ problem }) => anything.some((each) => problem.test(each)))).toEqual([]);
  });
});

describe('the judgement of a suite', () => {
  it('finds nothing where a deviation explains the failure', () => {
    expect(judge([refused], [rule])).toEqual({ unexplained: [], stale: [] });
  });

  it('does not explain another problem of the same check, nor the same problem in another suite', () => {
    const broken = { ...refused, problem: 'expected 201, was 500' };
    const elsewhere: Finding = { ...refused, suite: 'scim-sanity' };
    expect(judge([refused, broken, elsewhere], [rule]).unexplained).toEqual([broken, elsewhere]);
  });

  it('finds a deviation stale that explains nothing', () => {
    expect(judge([], [rule]).stale).toEqual([rule]);
  });
});

describe('the translator', () => {
  it('makes addresses of userNames and e-mail addresses in bodies and filters, and leaves those that are', () => {
    const body = '{"userName":"ann","emails":[{"value":"ann@work.example"}]}';
    expect(withAddresses(body)).toBe('{"userName":"ann@conformance.example","emails":[{"value":"ann@work.example"}]}');
    expect(withAddresses('userName eq "ann" and title pr')).toBe('userName eq "ann@conformance.example" and title pr');
    expect(withAddresses('{"userName": "ann@x.example"}')).toBe('{"userName": "ann@x.example"}');
    expect(withAddresses('{"emails": [{"value": "ann", "type": "work"}], "addresses": [{"value": "x"}]}')).toBe(
      '{"emails": [{"value": "ann@conformance.example", "type": "work"}], "addresses": [{"value": "x"}]}',
    );
  });

  it('gives userNames back as they were sent', () => {
    expect(withoutAddresses(withAddresses('{"userName":"ann"}'))).toBe('{"userName":"ann"}');
  });
});
