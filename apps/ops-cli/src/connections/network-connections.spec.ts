import { SettingsError } from '@rollcall/service-kit';
import { expect, it } from 'vitest';
import { NetworkConnections } from './network-connections.js';

it('a command about the audit log says that there may be none, where its address is not given', () => {
  const connections = new NetworkConnections({ INTERNAL_SECRET: 'of-the-tool', AUDIT_SERVICE_URL: '' });
  const ask = () => connections.service('audit-service');
  expect(ask).toThrow(SettingsError);
  expect(ask).toThrow(/AUDIT_SERVICE_URL is missing: .* without an audit log/);
});
