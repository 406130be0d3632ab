import { useQuery } from '@tanstack/react-query';
import { settingsQuery } from '../../api/settings';
import { Loaded } from '../../parts/loaded';
import { Page } from '../../parts/page';
import { t } from '../../texts';
import { SettingsForm } from './settings-form';
import { StreamsSection } from './streams/streams-section';
import { WebhooksSection } from './webhooks/webhooks-section';

/** What happens with what the identity provider sends, and where notices and the audit log are sent. */
export function SettingsPage() {
  const query = useQuery(settingsQuery);
  return (
    <Page title={t.shell.places.settings} about={t.settings.about}>
      <Loaded query={query} rows={50}>
        {(settings) => <SettingsForm settings={settings} canSave={!query.isError} />}
      </Loaded>
      <WebhooksSection />
      <StreamsSection />
    </Page>
  );
}
