import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Webhook } from '../../../api/generated/types.gen';
import { useMay } from '../../../api/me';
import { webhooksQuery } from '../../../api/webhooks';
import { Button } from '../../../parts/button';
import { Loaded } from '../../../parts/loaded';
import { Empty, Section } from '../../../parts/page';
import { State } from '../../../parts/state';
import { Table, type TableColumn } from '../../../parts/table';
import { Time } from '../../../parts/time';
import { t } from '../../../texts';
import css from '../settings.module.css';
import { AddWebhook } from './add-webhook';
import { ManageWebhook } from './manage-webhook';
import { WebhookTest } from './webhook-test';

/** Where notices are sent, and whether they arrive. */
export function WebhooksSection() {
  const may = useMay();
  const query = useQuery(webhooksQuery);
  const [isAdding, setAdding] = useState(false);
  const [managedId, manage] = useState<string>();
  const managed = query.data?.items.find(({ id }) => id === managedId);
  const canManage = may('scim.manage');
  const add =
    canManage && !query.isError ? (
      <Button data-write onPress={() => setAdding(true)}>
        {t.webhooks.add}
      </Button>
    ) : undefined;
  return (
    <Section title={t.webhooks.title} actions={query.data && query.data.items.length > 0 ? add : null}>
      <p>{t.webhooks.about}</p>
      <Loaded query={query} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty actions={add}>{t.webhooks.none}</Empty>
          ) : (
            <Table
              label={t.webhooks.title}
              columns={columnsOf(canManage ? manage : undefined)}
              rows={items}
              rowKey={({ id }) => id}
            />
          )
        }
      </Loaded>
      {isAdding ? <AddWebhook onClose={() => setAdding(false)} /> : null}
      {managed ? <ManageWebhook webhook={managed} onClose={() => manage(undefined)} /> : null}
    </Section>
  );
}

function columnsOf(onManage: ((id: string) => void) | undefined): readonly TableColumn<Webhook>[] {
  const { columns } = t.webhooks;
  const acts: TableColumn<Webhook> = {
    key: 'acts',
    title: columns.acts,
    isEnd: true,
    cell: (webhook) => (
      <span className={css.acts}>
        <WebhookTest webhook={webhook} />
        <Button
          data-write
          kind="quiet"
          aria-label={t.webhooks.moreNamed(webhook.url)}
          onPress={() => onManage?.(webhook.id)}
        >
          {t.webhooks.more}
        </Button>
      </span>
    ),
  };
  return [
    { key: 'url', title: columns.url, isName: true, cell: ({ url }) => url },
    {
      key: 'kinds',
      title: columns.kinds,
      cell: ({ kinds }) => (kinds ? t.webhooks.someKinds(kinds.length) : t.webhooks.allKinds),
    },
    { key: 'state', title: columns.state, cell: (webhook) => <WebhookState webhook={webhook} /> },
    ...(onManage ? [acts] : []),
  ];
}

function WebhookState({
  webhook: { enabled, failingSince, waiting = 0, oldSecretEndsAt },
}: {
  readonly webhook: Webhook;
}) {
  return (
    <span>
      {!enabled ? <State tone="neutral">{t.webhooks.off}</State> : null}
      {enabled && failingSince ? (
        <State tone="danger">
          {t.webhooks.failing} <Time at={failingSince} />
        </State>
      ) : null}
      {enabled && !failingSince ? <State tone="ok">{t.webhooks.works}</State> : null}
      {waiting > 0 ? <span className={css.last}> {t.webhooks.waiting(waiting)}</span> : null}
      {oldSecretEndsAt ? (
        <span className={css.last}>
          {' '}
          {t.webhooks.twoSecrets} <Time at={oldSecretEndsAt} />
        </span>
      ) : null}
    </span>
  );
}
