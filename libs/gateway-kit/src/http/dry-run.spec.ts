import { describe, expect, it } from 'vitest';
import { Failure } from '../failures/failure.js';
import { DryRun, dryRunIn, setDryRunHeaders } from './dry-run.js';

describe('the header of a dry run', () => {
  it('is true or false, in any case', () => {
    for (const yes of ['true', 'TRUE', ' True ']) expect(dryRunIn(yes)).toBeInstanceOf(DryRun);
    for (const no of [undefined, 'false', 'False']) expect(dryRunIn(no)).toBeUndefined();
  });

  it.each(['', 'ture', 'yes', '1', 'true, true', 'true;q=1'])(
    '"%s" is refused: nothing is carried out by a slip',
    (slip) => {
      expect(() => dryRunIn(slip)).toThrow(new Failure('dry-run-invalid'));
    },
  );
});

describe('the answer of a dry run', () => {
  function headersOf(dryRun: DryRun, body: unknown): Record<string, string> {
    const headers: Record<string, string> = { etag: 'W/"7"', location: '/Users/7' };
    const reply = {
      header: (name: string, value: string) => ((headers[name] = value), reply),
      removeHeader: (name: string) => (delete headers[name], reply),
    };
    setDryRunHeaders(reply as never, dryRun, body);
    return headers;
  }
  const ids = Array.from({ length: 60 }, (_, index) => String(index));
  const wouldChange = {
    changed: true,
    events: ['team.deleted'],
    attributes: [{ attribute: 'displayName', from: 'Zoë'.repeat(1_000) }],
    membersLost: { count: 60, ids },
  };

  it('names no address and no version', () => {
    expect(headersOf(new DryRun(), '{}')).toEqual({ 'rollcall-dry-run': 'true' });
  });

  it('without a body says in a header what would change: names and numbers, and some ids', () => {
    const dryRun = Object.assign(new DryRun(), { wouldChange });
    expect(headersOf(dryRun, '{}')).not.toHaveProperty('rollcall-would-change');
    const shown: unknown = JSON.parse(headersOf(dryRun, undefined)['rollcall-would-change'] ?? '');
    const membersLost = { count: 60, ids: ids.slice(0, 50) };
    expect(shown).toEqual({ ...wouldChange, attributes: ['displayName'], membersLost });
  });

  it('keeps to ASCII there', () => {
    const dryRun = Object.assign(new DryRun(), { wouldChange: { changed: true, events: ['é→😀\n'], attributes: [] } });
    const text = headersOf(dryRun, '')['rollcall-would-change'] ?? '';
    expect(text).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.parse(text)).toMatchObject({ events: ['é→😀\n'] });
  });
});
