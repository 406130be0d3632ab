import { Page } from '../../parts/page';
import { t } from '../../texts';

export function LeaversPage() {
  return <Page title={t.shell.places.leavers}>{null}</Page>;
}
