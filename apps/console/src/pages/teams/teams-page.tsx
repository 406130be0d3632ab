import { Page } from '../../parts/page';
import { t } from '../../texts';

export function TeamsPage() {
  return <Page title={t.shell.places.teams}>{null}</Page>;
}
