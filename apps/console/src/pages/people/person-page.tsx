import { Page } from '../../parts/page';
import { t } from '../../texts';

export function PersonPage() {
  return <Page title={t.shell.places.people}>{null}</Page>;
}
