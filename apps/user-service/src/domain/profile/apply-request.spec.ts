import type { UserChange } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { set } from '../../../test/support/given.js';
import { applyRequest } from './apply-request.js';

const ann = {
  userName: 'ann@example.com',
  enterprise: { department: 'Survey', manager: { value: '26', displayName: 'Kim' } },
};
const managerAfter = (...changes: UserChange[]) =>
  (applyRequest(ann, changes).enterprise as { manager?: unknown } | undefined)?.manager;
const id = set('enterprise.manager.value', '27');
const name = (text: string) => set('enterprise.manager.displayName', text);

describe('another manager', () => {
  it.each<[string, UserChange]>([
    ['as a bare text', id],
    ['as an object', set('enterprise.manager', { value: '27' })],
    ['within the extension', set('enterprise', { manager: { value: '27' } })],
  ])('%s has not the name of the former one', (_, change) => {
    expect(managerAfter(change)).toEqual({ value: '27' });
  });

  it('has the name that comes along, before or after the id, and even the same', () => {
    expect(managerAfter(id, name('Bo'))).toEqual({ value: '27', displayName: 'Bo' });
    expect(managerAfter(name('Bo'), id)).toEqual({ value: '27', displayName: 'Bo' });
    expect(managerAfter(set('enterprise.manager', { displayName: 'Kim', value: '27' }))).toEqual({
      value: '27',
      displayName: 'Kim',
    });
  });

  it('is nobody: the name goes with the id', () => {
    expect(managerAfter({ change: 'clear', attribute: 'enterprise.manager.value' })).toEqual({});
  });
});

describe('the same manager', () => {
  it('keeps the name when the id is said again, and takes a new one', () => {
    expect(managerAfter(set('enterprise.manager.value', '26'))).toEqual({ value: '26', displayName: 'Kim' });
    expect(managerAfter(name('Kim Lee'))).toEqual({ value: '26', displayName: 'Kim Lee' });
  });

  it('gets an id beside a name that was there before', () => {
    const named = { enterprise: { manager: { displayName: 'Kim' } } };
    expect(applyRequest(named, [id])).toEqual({ enterprise: { manager: { value: '27', displayName: 'Kim' } } });
  });
});
