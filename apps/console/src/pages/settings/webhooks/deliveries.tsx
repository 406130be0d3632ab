import { call } from '../../../api/call';
import { listDeliveries } from '../../../api/generated/sdk.gen';
import type { Delivery, DeliveryPage } from '../../../api/generated/types.gen';
import { useCursorPages } from '../../../api/pages';
import { Entries, Entry } from '../../../parts/entries';
import { Loaded } from '../../../parts/loaded';
import { State } from '../../../parts/state';
import { Time } from '../../../parts/time';
import { ShowMore } from '../../../parts/show-more';
import { t } from '../../../texts';
import { deliverySentence } from '../../../texts/delivery-sentence';

/** What was sent to a webhook, and what waits, each with how it went. */
export function Deliveries({ webhookId }: { readonly webhookId: string }) {
  const { managing } = t.webhooks;
  const { query, rows, hasMore, more } = useCursorPages<Delivery, DeliveryPage>(
    ['webhooks', webhookId, 'deliveries'],
    (after, signal) => call(listDeliveries({ path: { webhookId }, query: { limit: 20, ...after }, signal })),
  );
  return (
    <section aria-label={managing.deliveries}>
      <h3>{managing.deliveries}</h3>
      <Loaded query={query} rows={2}>
        {() =>
          rows.length === 0 ? (
            <p>{managing.noDeliveries}</p>
          ) : (
            <Entries label={managing.deliveries}>
              {rows.map((delivery) => (
                <DeliveryEntry key={delivery.id} delivery={delivery} />
              ))}
            </Entries>
          )
        }
      </Loaded>
      <ShowMore list={{ hasMore, more }} />
    </section>
  );
}

function DeliveryEntry({ delivery }: { readonly delivery: Delivery }) {
  const { managing } = t.webhooks;
  const { state, kind, createdAt, attempts, nextAttemptAt, problem } = delivery;
  const tone = state === 'delivered' ? 'ok' : problem ? 'danger' : 'neutral';
  return (
    <Entry at={<Time at={createdAt} />} end={<State tone={tone}>{managing[state]}</State>}>
      <p>{t.notices.kinds[kind]}</p>
      <p>
        {deliverySentence(delivery)} ({managing.attempts(attempts)}
        {state === 'waiting' && nextAttemptAt ? (
          <>
            , {managing.next} <Time at={nextAttemptAt} />
          </>
        ) : null}
        )
      </p>
    </Entry>
  );
}
