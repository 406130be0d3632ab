import { readRows, type DataSource } from '@rollcall/persistence';

/** Removes links to set a password with whose time is over. */
export async function removeExpiredLinks(dataSource: DataSource): Promise<void> {
  await readRows(dataSource, 'DELETE FROM password_links WHERE expires_at < now()');
}
