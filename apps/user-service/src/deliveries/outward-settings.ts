import type { AddressRules, MailerOptions, SecretBox } from '@rollcall/delivery';
import { SettingsError, type SettingsOf } from '@rollcall/service-kit';
import type { userServiceSettings } from '../settings.js';

type Settings = SettingsOf<typeof userServiceSettings>;

/** What is sent outward, and whom is asked for the names in it. */
export interface Outward {
  /** Absent: no webhooks. */
  readonly box: SecretBox | undefined;
  /** Absent: no e-mail. */
  readonly mail: MailerOptions | undefined;
  readonly addresses: AddressRules;
  readonly allowsHttp: boolean;
  readonly publicUrl: string | undefined;
  /** Absent where nothing is sent. */
  readonly owners: Owners | undefined;
}

export interface Owners {
  readonly teamServiceUrls: readonly string[];
  readonly tokenServiceUrls: readonly string[];
  readonly internalSecret: string;
}

/**
 * The settings of what is sent outward, which need each other.
 * @throws SettingsError naming what is missing
 */
export function outwardOf(settings: Settings): Outward {
  const { webhookKey: box, smtpUrl, mailFrom, webhookNetworks: addresses, webhookHttp, publicUrl } = settings;
  const { teamServiceUrls, tokenServiceUrls, internalSecret } = settings;
  const common = { box, addresses, allowsHttp: webhookHttp === 'allow', publicUrl };
  if (box === undefined && smtpUrl === undefined) return { ...common, mail: undefined, owners: undefined };
  const needed = {
    TEAM_SERVICE_URL: teamServiceUrls,
    TOKEN_SERVICE_URL: tokenServiceUrls,
    INTERNAL_SECRET: internalSecret,
    ...(smtpUrl === undefined ? {} : { MAIL_FROM: mailFrom }),
  };
  const missing = Object.entries(needed).flatMap(([name, value]) => (value === undefined ? [name] : []));
  const because = smtpUrl === undefined ? 'WEBHOOK_KEY is set' : 'SMTP_URL is set';
  if (!teamServiceUrls || !tokenServiceUrls || internalSecret === undefined || missing.length > 0)
    throw new SettingsError(missing.map((name) => `${name} is missing, and needed because ${because}`));
  return {
    ...common,
    mail: smtpUrl === undefined ? undefined : { url: smtpUrl, from: mailFrom ?? '' },
    owners: { teamServiceUrls, tokenServiceUrls, internalSecret },
  };
}
