import { Page } from '../../parts/page';
import { t } from '../../texts';

export function WhyPage() {
  return <Page title={t.shell.places.why}>{null}</Page>;
}
