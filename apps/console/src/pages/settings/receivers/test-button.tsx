import { useState } from 'react';
import type { Attempt } from '../../../api/generated/types.gen';
import { Button } from '../../../parts/button';
import { Problem } from '../../../parts/problem';
import { Note } from '../../../parts/state';
import { useAct } from '../../../parts/use-act';
import { announce } from '../../../shell/announcer';
import { t } from '../../../texts';
import { problemSentence } from '../../../texts/delivery-sentence';
import { duration } from '../../../texts/format';

interface TestButtonProps {
  readonly url: string;
  readonly send: () => Promise<Attempt>;
  readonly onSent: () => void;
}

/** Sends a test and says how it went. */
export function TestButton({ url, send, onSent }: TestButtonProps) {
  const [failure, setFailure] = useState<string>();
  const act = useAct(send, (attempt) => {
    const { delivered, took } = attempt;
    setFailure(delivered ? undefined : problemSentence(attempt));
    announce(delivered ? t.webhooks.tested(duration(took)) : t.webhooks.testFailed);
    onSent();
  });
  return (
    <>
      <Button
        data-write
        kind="quiet"
        aria-label={t.webhooks.testNamed(url)}
        isPending={act.isPending}
        onPress={act.run}
      >
        {t.webhooks.test}
      </Button>
      {failure ? (
        <Note tone="danger" title={t.webhooks.testFailed}>
          <p>{failure}</p>
        </Note>
      ) : null}
      {act.error ? <Problem error={act.error} /> : null}
    </>
  );
}
