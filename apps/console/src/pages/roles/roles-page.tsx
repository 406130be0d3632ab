import { Page } from '../../parts/page';
import { t } from '../../texts';

export function RolesPage() {
  return <Page title={t.shell.places.roles}>{null}</Page>;
}
