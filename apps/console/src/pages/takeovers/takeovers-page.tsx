import { Page } from '../../parts/page';
import { t } from '../../texts';

export function TakeoversPage() {
  return <Page title={t.shell.places.takeovers}>{null}</Page>;
}
