import { Page } from '../../parts/page';
import { t } from '../../texts';

export function ProfilePage() {
  return <Page title={t.shell.keys.title}>{null}</Page>;
}
