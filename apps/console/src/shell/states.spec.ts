import { expect, test } from 'vitest';
import type { ProvisioningState } from '../api/generated/types.gen.js';
import { graveStates, wayOf } from './states.js';

const state = (code: string, severity: ProvisioningState['severity']) =>
  ({ code, severity, facts: {}, sentence: code, todo: '' }) as ProvisioningState;

test.each([
  ['token-died', 'error', 'danger', '/provisioning'],
  ['token-ends-soon', 'warning', 'warn', '/provisioning'],
  ['held-leavers', 'warning', 'held', '/leavers'],
  ['takeovers-waiting', 'warning', 'held', '/takeovers'],
  ['audit-stream-failing', 'warning', 'warn', '/settings'],
  ['report-only', 'info', 'neutral', '/reconciler'],
] as const)('%s is shown as %s and leads somewhere', (code, severity, tone, to) => {
  expect(wayOf(state(code, severity))).toMatchObject({ tone, to });
});

test('a state that is not known yet is shown without a way', () => {
  expect(wayOf(state('of-a-later-version', 'warning'))).toEqual({ tone: 'warn', to: undefined, isAboutTokens: false });
});

test('above a page stands all that is grave, but not what the page itself shows', () => {
  const all = [state('token-died', 'error'), state('held-leavers', 'warning'), state('report-only', 'info')];
  const codes = (path: string) => graveStates(all, path).map(({ code }) => code);
  expect(codes('/people')).toEqual(['token-died', 'held-leavers']);
  expect(codes('/provisioning')).toEqual([]);
  expect(codes('/leavers')).toEqual(['token-died']);
  const ofReconciler = [state('paused', 'warning'), state('held-runs', 'warning')];
  expect(graveStates(ofReconciler, '/reconciler').map(({ code }) => code)).toEqual(['paused']);
});
