import { readSettings } from '@rollcall/service-kit';
import { describe, expect, it } from 'vitest';
import { userServiceSettings } from '../settings.js';
import { outwardOf } from './outward-settings.js';

const least = { DATABASE_URL: 'postgres://db/users', KAFKA_BROKERS: 'one:9092' };
const owners = { TEAM_SERVICE_URL: 'http://teams', TOKEN_SERVICE_URL: 'http://tokens', INTERNAL_SECRET: 'secret' };
const key = { WEBHOOK_KEY: 'a key of more than thirty-two characters' };
const mail = { SMTP_URL: 'smtp://mail', MAIL_FROM: 'rollcall@acme.example' };
const outward = (env: Readonly<Record<string, string>>) =>
  outwardOf(readSettings(userServiceSettings, { ...least, ...env }));

describe('what is sent outward', () => {
  it('is nothing, webhooks, mail or both, as it is set', () => {
    expect(outward({})).toMatchObject({ box: undefined, mail: undefined, owners: undefined, allowsHttp: false });
    expect(outward({ ...key, ...owners })).toMatchObject({ mail: undefined, owners: { internalSecret: 'secret' } });
    expect(outward({ ...mail, ...owners })).toMatchObject({ box: undefined, mail: { from: 'rollcall@acme.example' } });
  });

  it('needs whom to ask for names, and mail a sender: all that is missing is said together', () => {
    expect(() => outward(key)).toThrow(
      /TEAM_SERVICE_URL is missing.*WEBHOOK_KEY[\s\S]*TOKEN_SERVICE_URL[\s\S]*INTERNAL_SECRET/u,
    );
    expect(() => outward({ ...owners, SMTP_URL: 'smtp://mail' })).toThrow(
      'MAIL_FROM is missing, and needed because SMTP_URL is set',
    );
  });
});
