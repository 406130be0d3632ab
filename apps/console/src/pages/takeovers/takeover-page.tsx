import { Page } from '../../parts/page';
import { t } from '../../texts';

export function TakeoverPage() {
  return <Page title={t.shell.places.takeovers}>{null}</Page>;
}
