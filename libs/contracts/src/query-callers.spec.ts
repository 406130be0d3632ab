import { describe, expect, it } from 'vitest';
import {
  AccountQueries,
  AuditProofQueries,
  AuditQueries,
  DryRunQueries,
  ExplainQueries,
  LeaverQueries,
  NoticeQueries,
  NotificationQueries,
  OpsQueries,
  PasswordQueries,
  SessionQueries,
  TakeoverQueries,
  TeamQueries,
  TokenQueries,
  UserQueries,
  WebhookQueries,
} from './index.js';
import { mayAsk } from './query-callers.js';

const queries = [
  AccountQueries,
  AuditProofQueries,
  AuditQueries,
  DryRunQueries,
  ExplainQueries,
  LeaverQueries,
  NoticeQueries,
  NotificationQueries,
  OpsQueries,
  PasswordQueries,
  SessionQueries,
  TakeoverQueries,
  TeamQueries,
  TokenQueries,
  UserQueries,
  WebhookQueries,
].flatMap((group) => Object.values<{ readonly method: string; readonly path: string }>(group));
const services = ['user-service', 'team-service', 'token-service', 'audit-service'];
const callers = ['scim-gateway', 'workspace-gateway', 'ops-cli', ...services];
const askable = (caller: string) =>
  queries.filter(({ method, path }) => mayAsk(caller, method, path)).map(({ path }) => path);

describe('who may ask', () => {
  it('is said of every query', () => {
    const unasked = queries.filter(({ method, path }) => !callers.some((caller) => mayAsk(caller, method, path)));
    expect(unasked).toEqual([]);
  });

  it('keeps the SCIM edge from what operators do, from passwords and from sessions', () => {
    const asked = askable('scim-gateway').filter((path) => /ops|password|sessions/.test(path));
    expect(asked).toEqual(['/internal/passwords/takes']); // whether one would be taken: none is in it
  });

  it('gives services what they need of users, and no more', () => {
    expect(askable('token-service')).toEqual(['/internal/accounts/:accountId/users/:userId']);
    expect(askable('team-service').sort()).toEqual(['/internal/accounts/:account', '/internal/users/briefs']);
  });

  it('gives who tells what happened, and why, the names of what ids stand for, how people stand to teams, and how long accounts keep their logs, and no more', () => {
    expect(askable('audit-service').sort()).toEqual([
      '/internal/accounts/:account',
      '/internal/accounts/:account/roles',
      '/internal/accounts/:accountId/teams/:teamId/members/:userId',
      '/internal/accounts/:accountId/users/:userId',
      '/internal/teams/briefs',
      '/internal/teams/former',
      '/internal/teams/search',
      '/internal/tokens/briefs',
      '/internal/users/briefs',
      '/internal/users/look-ups',
      '/internal/users/people',
    ]);
  });

  it('gives user-service the names of teams and tokens, for what it sends outward, and no more', () => {
    expect(askable('user-service').sort()).toEqual(['/internal/accounts/:accountId/tokens', '/internal/teams/search']);
  });

  it('gives an operator what the tool may ask, and strangers nothing', () => {
    expect(askable('ops-cli.ann')).toEqual(askable('ops-cli'));
    expect(askable('stranger')).toEqual([]);
  });

  it('knows no other route', () => {
    expect(mayAsk('ops-cli', 'GET', '/internal/invented')).toBe(false);
    expect(mayAsk('ops-cli', 'HEAD', '/internal/ops/outbox')).toBe(false);
  });
});
