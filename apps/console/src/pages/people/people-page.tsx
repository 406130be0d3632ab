import { Page } from '../../parts/page';
import { t } from '../../texts';

export function PeoplePage() {
  return <Page title={t.shell.places.people}>{null}</Page>;
}
