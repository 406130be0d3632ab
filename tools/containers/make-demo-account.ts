// A job of docker-compose.yml: creates the account `demo` with an admin and a SCIM token, as `npm start` does. The
// credentials are written to a volume, and never to a log.
import { internalCredentials, kafkaLogin } from '../stack/credentials.ts';
import { demoAccount } from '../stack/demo-account.ts';
import type { DemoAccount } from '../stack/stack-file.ts';
import { readWhole, writeWhole } from '../stack/files.ts';
import { readSecrets } from '../stack/secrets.ts';

const file = '/demo/account.json';

if (process.env.ROLLCALL_DEMO !== 'yes') {
  console.log('no demo account is wanted (ROLLCALL_DEMO=yes makes one)');
} else {
  const secrets = await readSecrets('/run/rollcall');
  const former = await readWhole<DemoAccount>(file);
  const environment = { ...internalCredentials(secrets)['ops-cli'], ...kafkaLogin(secrets, 'ops-cli') };
  const account = await demoAccount(environment, secrets.demoAdminPassword, former);
  await writeWhole(file, account);
  console.log(`the account ${account.accountSlug} is ready; its token: docker compose run --rm show-demo-account`);
}
