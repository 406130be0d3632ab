import { Page } from '../../parts/page';
import { t } from '../../texts';

export function ProvisioningPage() {
  return <Page title={t.shell.places.provisioning}>{null}</Page>;
}
