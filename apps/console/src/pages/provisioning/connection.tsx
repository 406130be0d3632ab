import { Link } from '@tanstack/react-router';
import { useMay } from '../../api/me';
import type { ScimStatus } from '../../api/generated/types.gen';
import { CopyField } from '../../parts/copy';
import { Card, Fact, Facts, Section } from '../../parts/page';
import { Time } from '../../parts/time';
import { t } from '../../texts';
import css from './provisioning.module.css';

/** What to enter in the identity provider, who it is, and what it asked last. */
export function Connection({ status }: { readonly status: ScimStatus }) {
  const { scimUrl, lastRequest } = status;
  return (
    <Section title={t.provisioning.connection}>
      <Card>
        {scimUrl ? (
          <div>
            <CopyField label={t.provisioning.url} value={scimUrl} isLabelShown />
          </div>
        ) : (
          <p>{t.provisioning.noUrl}</p>
        )}
        <Facts>
          <Fact name={t.provisioning.provider}>
            <Provider status={status} />
          </Fact>
          <Fact name={t.provisioning.lastRequest}>
            {lastRequest ? <Time at={lastRequest.at} /> : t.provisioning.never}
          </Fact>
          <Fact name={t.provisioning.lastRefusal}>
            <LastRefusal status={status} />
          </Fact>
        </Facts>
      </Card>
    </Section>
  );
}

function Provider({ status: { provider, lastRequest, activity } }: { readonly status: ScimStatus }) {
  if (provider) return t.who.providers[provider];
  if (activity === 'unknown') return t.provisioning.notKnown;
  if (!lastRequest) return t.provisioning.providerNone;
  return (
    <>
      {t.provisioning.providerUnknown}
      {lastRequest.userAgent ? (
        <>
          {' '}
          (<code>{lastRequest.userAgent}</code>)
        </>
      ) : null}
    </>
  );
}

function LastRefusal({ status: { lastRefusal, activity } }: { readonly status: ScimStatus }) {
  const may = useMay();
  if (activity === 'unknown') return t.provisioning.notKnown;
  if (!lastRefusal) return t.provisioning.neverRefused;
  const { at, sentence, requestId } = lastRefusal;
  return (
    <>
      <span className={css.refusal}>
        <Time at={at} />: {sentence}
      </span>{' '}
      {may('audit.read') ? (
        <Link to="/log/$requestId" params={{ requestId }}>
          {t.provisioning.seeRequest}
        </Link>
      ) : null}
    </>
  );
}
