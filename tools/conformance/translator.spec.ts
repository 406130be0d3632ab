import { describe, expect, it } from 'vitest';
import { withAddresses, withoutAddresses } from './translator.ts';

describe('what the translator makes addresses of', () => {
  it.each([
    ['{"userName": "ann"}', '{"userName": "ann@conformance.example"}'],
    [
      '{"emails": [{"value": "ann", "type": "work"}]}',
      '{"emails": [{"value": "ann@conformance.example", "type": "work"}]}',
    ],
    ['userName eq "ann"', 'userName eq "ann@conformance.example"'],
    ['emails.value eq "ann"', 'emails.value eq "ann@conformance.example"'],
    ['emails ne "ann"', 'emails ne "ann@conformance.example"'],
  ])('%s', (sent, translated) => {
    expect(withAddresses(sent)).toBe(translated);
    expect(withoutAddresses(translated)).toBe(sent);
  });

  it.each(['emails.value eq "ann@example.com"', 'emails.type eq "work"', 'title eq "ann"'])('is not %s', (sent) => {
    expect(withAddresses(sent)).toBe(sent);
  });
});
