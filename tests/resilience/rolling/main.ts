// `npm run trial:rolling`: every service and gateway is restarted in turn under load, and nobody notices.
import { parseArgs } from 'node:util';
import { Arena } from '../arena/arena.ts';
import { ReadyProxy } from './ready-proxy.ts';
import { RollingLoad } from './rolling-load.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    callers: { type: 'string', default: '16' },
    drain: { type: 'string', default: '2' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`npm run trial:rolling -- [--requests 100000] [--callers 16] [--drain SECONDS]

Starts two instances of each service and of scim-gateway, and a proxy that follows readiness before the gateways. While the
callers send requests, one instance after the other gets SIGTERM and is started again, until all requests are answered.
Ends with 1 where a request got a 5xx, a broken connection, or any answer other than the expected one.
`);
  process.exit(0);
}
const [requests, callers] = [Number(values.requests), Number(values.callers)];
const settings = { DRAIN_SECONDS: values.drain };
const arena = await Arena.start({ gateways: 2, userServices: 2, teamServices: 2, tokenServices: 2, settings });
const gateways = arena.instancesOf('scim-gateway').map(({ plan }) => ({
  origin: new URL(plan.scimUrl ?? '').origin,
  readyUrl: `${plan.url}/health/ready`,
}));
const proxy = await ReadyProxy.start(gateways);
const load = new RollingLoad(`${proxy.url}/scim/v2`, arena.accounts[0]?.token ?? '', callers);
let restarts = 0;
try {
  await load.run(Math.ceil(requests / 10));
  console.log(`without restarts: ${load.summary()}`);
  load.forget();
  const all = load.run(requests);
  while (load.isRunning) {
    for (const instance of arena.instances) {
      if (!load.isRunning) break;
      await instance.restart();
      restarts += 1;
    }
  }
  await all;
  console.log(`${restarts} restarts: ${load.summary()}`);
  process.exitCode = load.failures === 0 && restarts >= arena.instances.length ? 0 : 1;
} finally {
  await load.close();
  await proxy.close();
  await arena.stop();
}
if (process.exitCode === 0) await arena.remove();
else console.log(`logs are kept in ${arena.servers.directory}/logs`);
process.exit();
