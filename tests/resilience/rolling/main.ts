// `npm run trial:rolling`: every service and gateway is restarted in turn under load, and nobody notices.
import { parseArgs } from 'node:util';
import { adminPassword, Arena } from '../arena/arena.ts';
import { ReadyProxy } from './ready-proxy.ts';
import { RollingLoad } from './rolling-load.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    baseline: { type: 'string' },
    callers: { type: 'string', default: '16' },
    drain: { type: 'string', default: '2' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`npm run trial:rolling -- [options]

Starts two instances of each service and gateway, and a proxy that follows readiness before each kind of gateway. The
callers send requests: first without a restart; then, until all are answered, one instance after the other gets SIGTERM
and is started again. Of four callers one works in the product, and three do what an identity provider does.

  --requests N      how many requests are sent while instances are restarted (default 100000)
  --baseline N      how many without a restart, before (default a tenth of them)
  --callers N       how many are under way at the same time (default 16)
  --drain SECONDS   DRAIN_SECONDS of all instances (default 2)
  --only PART       restarts only instances with PART in their name

It prints each unexpected answer, and every ten seconds how far it is; a signal ends it earlier, in order. It ends with 1 where a request got a 5xx, a broken connection or any answer
other than the expected one, or where not every instance was restarted; logs are kept then.
`);
  process.exit(0);
}
const requests = Number(values.requests);
const baseline = Number(values.baseline ?? Math.ceil(requests / 10));
const began = performance.now();
const say = (line: string) => console.log(`${((performance.now() - began) / 1_000).toFixed(0).padStart(5)} s  ${line}`);

const arena = await Arena.start({
  gateways: 2,
  workspaceGateways: 2,
  userServices: 2,
  teamServices: 2,
  tokenServices: 2,
  auditServices: 2,
  settings: { DRAIN_SECONDS: values.drain },
});
const chosen = arena.instances.filter(({ name }) => name.includes(values.only ?? ''));
const proxyFor = (app: string) =>
  ReadyProxy.start(
    arena.instancesOf(app).map(({ plan: { name, url, scimUrl, workspaceUrl } }) => {
      return { name, origin: new URL(scimUrl ?? workspaceUrl ?? '').origin, readyUrl: `${url}/health/ready` };
    }),
  );
const [scim, workspace] = [await proxyFor('scim-gateway'), await proxyFor('workspace-gateway')];
const [account] = arena.accounts;
if (!account) throw new Error('the arena has no account');
const load = await RollingLoad.prepare({
  scimUrl: `${scim.url}/scim/v2`,
  workspaceUrl: `${workspace.url}/api`,
  token: account.token,
  admin: { account: account.slug, userName: account.adminEmail, password: adminPassword },
  callers: Number(values.callers),
});
const { tally } = load;
tally.onUnexpected = say;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => load.stop());
let [restarts, at] = [0, 'no restart'];
const progress = setInterval(() => {
  const { answered, failures } = tally;
  say(`${answered.toLocaleString('en')} answered, ${failures} not as expected; ${restarts} restarts; ${at}`);
}, 10_000);
try {
  await load.run(baseline);
  say(`without restarts: ${tally.summary()}`);
  tally.forget();
  const all = load.run(requests);
  while (load.isRunning) {
    for (const instance of chosen) {
      if (!load.isRunning) break;
      at = `restarting ${instance.name}`;
      await instance.restart();
      restarts += 1;
    }
  }
  await all;
  say(`${restarts} restarts: ${tally.summary()}`);
  if (restarts < chosen.length)
    say(`only ${restarts} of ${chosen.length} instances were restarted: send more requests`);
  process.exitCode = tally.failures === 0 && restarts >= chosen.length ? 0 : 1;
} finally {
  clearInterval(progress);
  await load.close();
  await Promise.all([scim.close(), workspace.close()]);
  await arena.stop();
}
if (process.exitCode === 0) await arena.remove();
else say(`logs are kept in ${arena.servers.folder}/logs`);
process.exit();
