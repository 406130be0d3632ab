import { useState } from 'react';
import { RadioGroup } from '../../parts/field';
import { Card, Section } from '../../parts/page';
import { t } from '../../texts';
import css from './provisioning.module.css';

const kinds = ['okta', 'entra', 'onelogin', 'other'] as const;

/** What to do in the identity provider, step by step. */
export function Checklist({ isFolded = false }: { readonly isFolded?: boolean }) {
  if (!isFolded) {
    return (
      <Section title={t.provisioning.checklist.title}>
        <Steps />
      </Section>
    );
  }
  return (
    <details className={css.checklist}>
      <summary>{t.provisioning.checklist.again}</summary>
      <Steps />
    </details>
  );
}

function Steps() {
  const [kind, setKind] = useState<(typeof kinds)[number]>('okta');
  const { checklist } = t.provisioning;
  return (
    <Card>
      <RadioGroup
        label={checklist.which}
        value={kind}
        onChange={setKind}
        choices={kinds.map((value) => ({ value, label: checklist[value] }))}
      />
      <ol className={css.steps}>
        {checklist.steps[kind].map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </Card>
  );
}
