import { TokenSigner } from '@rollcall/contracts';
import {
  AccountLimits,
  AccountLists,
  assertNotPlainByMistake,
  BodyBudget,
  countLimited,
  PasswordHasher,
  readTls,
  SourceLimiter,
  usesHttps,
} from '@rollcall/gateway-kit';
import { poolGivesWay } from '@rollcall/service-kit/threads';
import { defineService, type Closable, type ServiceFrame } from '@rollcall/service-kit';
import { TokenGuard } from './auth/token-guard.js';
import { TokenVerdicts } from './auth/token-verdicts.js';
import { connectToServices, type ServiceConnections } from './clients/connect-to-services.js';
import { memoryForBodies } from './http/body-limits.js';
import { ThreadForGroupBodies } from './http/large-group-bodies.js';
import { PublicAddress } from './http/public-address.js';
import { countPasswords, PasswordWrites } from './passwords/password-writes.js';
import { createScimPort } from './public-port.js';
import { RequestRecorder } from './request-log/request-recorder.js';
import { Cursors } from './search/cursors.js';
import { gatewaySettings, type GatewaySettings } from './settings.js';

/** How often the use of tokens that are no longer used is reported to token-service. */
const reportEveryMs = 5_000;

/** The SCIM edge: answers identity providers on its public port, and has health and metrics on the internal one. */
export const scimGateway = defineService({
  name: 'scim-gateway',
  settings: gatewaySettings,
  answersCallers: false,
  start: async (_, settings, frame) => {
    assertNotPlainByMistake(settings, 'SCIM');
    let listening = false;
    frame.health.addReady('public-port', () => listening);
    const services = await connectToServices(settings, frame);
    const port = await openPublicPort(settings, services, frame);
    listening = true;
    return [...services.closables, ...port];
  },
});

/**
 * The public port opens last and closes first, then the rest in reverse order: so no request is under way when a client
 * that it needs is closed.
 */
async function openPublicPort(
  settings: GatewaySettings,
  services: ServiceConnections,
  frame: ServiceFrame,
): Promise<Closable[]> {
  const { metrics, telemetry, logger, health } = frame;
  // Of a directory's passwords nobody waits for at a form: sign-ins, in user-service, keep their priority.
  const hasher = new PasswordHasher(settings.passwordQueue, undefined, poolGivesWay);
  metrics.gauge('rollcall_passwords_waiting', 'Passwords that wait to be hashed', [], (gauge) =>
    gauge.set(hasher.queueLength),
  );
  const verdicts = new TokenVerdicts(services.verifier);
  const recorder = new RequestRecorder(services.requestLog, metrics);
  const address = new PublicAddress(settings.publicUrl, settings.trustedProxies);
  const largeGroupBodies = new ThreadForGroupBodies();
  const limits = new AccountLimits(settings, countLimited(metrics));
  const { app } = await createScimPort({
    routes: {
      services,
      passwords: new PasswordWrites({ hasher, users: services.userQueries, count: countPasswords(metrics) }),
      lists: new AccountLists(settings.accountLists, limits),
      address,
      cursors: new Cursors(settings.internalSecret),
    },
    limits,
    guard: guardOf(settings, verdicts),
    recorder,
    telemetry,
    logger,
    health,
    proxies: settings.trustedProxies,
    usesHttps: usesHttps(settings),
    maxConnections: settings.maxConnections,
    budgetMs: settings.requestBudgetMs,
    groupBudgetMs: settings.groupBudgetMs,
    bodyBudget: new BodyBudget(memoryForBodies(settings)),
    bodyTurns: new AccountLists(settings.accountLists, limits),
    largeGroupBodies,
    tls: await readTls(settings.tlsCertificate, settings.tlsKey, ['SCIM_TLS_CERT', 'SCIM_TLS_KEY']),
  });
  if (settings.tokenSigningKey === undefined)
    logger.warn('TOKEN_SIGNING_KEY is not set: new tokens can be delayed by a flood of invented ones');
  await app.listen(settings.port, settings.host);
  logger.info('identity providers are served', { url: `${await app.getUrl()}/scim/v2` });
  const reports = setInterval(() => void verdicts.report(), reportEveryMs).unref();
  const lastReport = async () => {
    clearInterval(reports);
    recorder.close();
    await verdicts.report();
  };
  return [largeGroupBodies, { close: lastReport }, app];
}

function guardOf(settings: GatewaySettings, verdicts: TokenVerdicts): TokenGuard {
  const keys = [settings.tokenSigningKey, settings.previousTokenSigningKey].filter((key) => key !== undefined);
  return new TokenGuard({
    verdicts,
    signer: new TokenSigner(keys),
    limiter: new SourceLimiter(settings.badTokenBurst),
    questions: { running: settings.credentialChecks, waiting: settings.credentialCheckQueue },
  });
}
