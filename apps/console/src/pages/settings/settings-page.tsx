import { Page } from '../../parts/page';
import { t } from '../../texts';

export function SettingsPage() {
  return <Page title={t.shell.places.settings}>{null}</Page>;
}
