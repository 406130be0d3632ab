import { Described, ListOf, MayBeAbsent, Nested } from '@rollcall/contracts';
import { IsString } from 'class-validator';
import { Id, Text } from './decorators.js';
import { routesOf } from './define-route.js';
import { AnyToken, NewAnyToken } from './token-shapes.js';

const defineRoute = routesOf('Audit');
const path = '/api/audit/tokens';

class AuditTokenId {
  @Id() tokenId: string;
}

export class AuditToken extends AnyToken {}

class AuditTokens {
  @ListOf(() => AuditToken) items: AuditToken[];
}

class NewAuditToken extends NewAnyToken {
  @Described('Who reads with it.') @MayBeAbsent() @Text(200) name: string = 'SIEM';
}

class GeneratedAuditToken {
  @Nested(() => AuditToken) token: AuditToken;
  @Described('Send it as `Authorization: Bearer`. It is shown once.') @IsString() secret: string;
}

export const listAuditTokens = defineRoute({
  name: 'listAuditTokens',
  method: 'GET',
  path,
  summary: 'The audit tokens, newest first, dead ones too, and why they are dead',
  access: 'audit.manage',
  answer: AuditTokens,
});

export const createAuditToken = defineRoute({
  name: 'createAuditToken',
  method: 'POST',
  path,
  summary: 'Generate an audit token, by which a program reads the audit log, and nothing else',
  about:
    'The secret is shown once. The token opens the GET routes below `/api/audit` that say so, as Bearer, while its admin is an active admin.',
  access: 'audit.manage',
  confirmed: true,
  body: NewAuditToken,
  status: [201],
  answer: GeneratedAuditToken,
  retryKey: true,
  refusals: ['not-an-admin', 'too-many-tokens', 'expiry-invalid', 'secret-shown', 'dependency-away'],
});

export const revokeAuditToken = defineRoute({
  name: 'revokeAuditToken',
  method: 'DELETE',
  path: `${path}/:tokenId`,
  summary: 'Revoke an audit token for good: it opens nothing from the next request on',
  access: 'audit.manage',
  params: AuditTokenId,
  answer: AuditToken,
  refusals: ['token-not-found'],
});
