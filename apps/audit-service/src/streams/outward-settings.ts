import type { AddressRules, SecretBox } from '@rollcall/delivery';
import type { SettingsOf } from '@rollcall/service-kit';
import type { auditServiceSettings } from '../settings.js';

/** What is sent outward. */
export interface Outward {
  /** Absent: no streams. */
  readonly box: SecretBox | undefined;
  readonly addresses: AddressRules;
  readonly allowsHttp: boolean;
  readonly announceAfterMs: number;
  readonly leaseMs: number;
  /** A stream that has sent nothing for so long shows that it lives. */
  readonly heartbeatMs: number;
}

export function outwardOf(settings: SettingsOf<typeof auditServiceSettings>): Outward {
  const { streamKey: box, webhookNetworks: addresses, webhookHttp } = settings;
  const { streamTellAfter: announceAfterMs, streamLease: leaseMs, heartbeat: heartbeatMs } = settings;
  return { box, addresses, allowsHttp: webhookHttp === 'allow', announceAfterMs, leaseMs, heartbeatMs };
}
