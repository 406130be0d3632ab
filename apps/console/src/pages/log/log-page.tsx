import { Page } from '../../parts/page';
import { t } from '../../texts';

export function LogPage() {
  return <Page title={t.shell.places.log}>{null}</Page>;
}
