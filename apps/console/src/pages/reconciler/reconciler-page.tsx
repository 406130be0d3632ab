import { Page } from '../../parts/page';
import { t } from '../../texts';

export function ReconcilerPage() {
  return <Page title={t.shell.places.reconciler}>{null}</Page>;
}
