import { TokenSigner } from '@rollcall/contracts';
import {
  AccountLimits,
  assertNotPlainByMistake,
  countLimited,
  PasswordHasher,
  readTls,
  SourceLimiter,
  usesHttps,
} from '@rollcall/gateway-kit';
import { defineService, type Closable, type ServiceFrame } from '@rollcall/service-kit';
import { AuditTokens } from './auth/audit-tokens.js';
import { CookieSecurity } from './auth/cookie-security.js';
import { DeviceCookie } from './auth/device-cookie.js';
import { SessionCookie } from './auth/session-credential.js';
import { SetupSecret } from './auth/setup-secret.js';
import { SessionGuard } from './auth/session-guard.js';
import { SessionTokens } from './auth/session-tokens.js';
import { connectToServices, type ServiceConnections } from './clients/connect-to-services.js';
import { readConsoleFiles } from './console/console-files.js';
import { createWorkspacePort } from './public-port.js';
import { createHintStreams } from './hints/create-hint-streams.js';
import { RequestRecorder } from './request-log/request-recorder.js';
import { Links } from './resources/password-link.js';
import { ScimAddress } from './routes/scim.controller.js';
import { gatewaySettings, type GatewaySettings } from './settings.js';

/**
 * The product's own API: answers the front end and programs on its public port, and has health and metrics on the
 * internal one.
 */
export const workspaceGateway = defineService({
  name: 'workspace-gateway',
  settings: gatewaySettings,
  answersCallers: false,
  start: async (_, settings, frame) => {
    assertNotPlainByMistake(settings, 'WORKSPACE');
    let listening = false;
    frame.health.addReady('public-port', () => listening);
    const { closables, ...services } = await connectToServices(settings, frame);
    const port = await openPublicPort(settings, services, frame);
    listening = true;
    return [...closables, ...port];
  },
});

/**
 * The public port opens last and closes first, after the streams that would keep it open, then the rest in reverse order: so no request is under way when a client
 * that it needs is closed.
 */
async function openPublicPort(
  settings: GatewaySettings,
  services: Omit<ServiceConnections, 'closables'>,
  frame: ServiceFrame,
): Promise<Closable[]> {
  const { metrics, telemetry, logger, health } = frame;
  const tls = await readTls(settings.tlsCertificate, settings.tlsKey, ['WORKSPACE_TLS_CERT', 'WORKSPACE_TLS_KEY']);
  const { publicUrl, trustedProxies } = settings;
  const isHttps = usesHttps(settings);
  const cookieSecurity = new CookieSecurity(isHttps, trustedProxies);
  const cookie = new SessionCookie(cookieSecurity);
  const deviceCookie = new DeviceCookie(cookieSecurity);
  const requests = new SourceLimiter(settings.requestBurst, settings.requestsPerSecond);
  const recorder = new RequestRecorder(services.requestLog);
  const consoleFiles = readConsoleFiles(settings.consoleDirectory);
  if (consoleFiles.size === 0) {
    logger.warn('the console is not served, because it is not built (CONSOLE_DIRECTORY)');
  }
  const hints = createHintStreams(services.kafka, consoleFiles, settings, frame);
  const app = await createWorkspacePort({
    routes: {
      services,
      passwords: new PasswordHasher(settings.passwordQueue),
      cookie,
      deviceCookie,
      links: new Links({ linkMs: settings.linkLifetimeMs, invitationMs: settings.invitationLifetimeMs }, publicUrl),
      scimAddress: new ScimAddress(settings.scimUrl),
      setupSecret: new SetupSecret(settings.setupSecret),
      hints,
      signIns: new SourceLimiter(settings.signInBurst),
    },
    guard: new SessionGuard({
      queries: services.queries,
      cookie,
      deviceCookie,
      tokens: new SessionTokens(services.queries),
      auditTokens: new AuditTokens({ queries: services.queries, signer: signerOf(settings), requests }),
      requests,
      ownOrigin: publicUrl === undefined ? undefined : new URL(publicUrl).origin,
      confirmedForMs: settings.confirmedForMs,
    }),
    limits: new AccountLimits(settings, countLimited(metrics)),
    recorder,
    proxies: trustedProxies,
    usesHttps: isHttps,
    maxConnections: settings.maxConnections,
    budgetMs: settings.requestBudgetMs,
    logger,
    metrics,
    telemetry,
    health,
    tls,
    consoleFiles,
  });
  await app.listen(settings.port, settings.host);
  logger.info('the workspace is served', { url: `${await app.getUrl()}/api` });
  return [recorder, app, hints];
}

const signerOf = ({ tokenSigningKey, previousTokenSigningKey }: GatewaySettings) =>
  new TokenSigner([tokenSigningKey, previousTokenSigningKey].filter((key) => key !== undefined));
