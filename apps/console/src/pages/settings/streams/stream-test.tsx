import { auditStreamsChanged } from '../../../api/audit-streams';
import { call } from '../../../api/call';
import { testAuditStream } from '../../../api/generated/sdk.gen';
import type { AuditStream } from '../../../api/generated/types.gen';
import { TestButton } from '../receivers/test-button';

/** Sends a test to the receiver of a stream, and says how it went. */
export const StreamTest = ({ stream: { id, url } }: { readonly stream: Pick<AuditStream, 'id' | 'url'> }) => (
  <TestButton url={url} send={() => call(testAuditStream({ path: { streamId: id } }))} onSent={auditStreamsChanged} />
);
