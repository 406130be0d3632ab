import { Page } from '../../parts/page';
import { t } from '../../texts';

export function RunPage() {
  return <Page title={t.shell.places.reconciler}>{null}</Page>;
}
