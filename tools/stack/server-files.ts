import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brokerUsers } from './credentials.ts';
import type { Secrets } from './secrets.ts';

/** What docker-compose.yml's servers read at their start, by service: whom they let in. */
const files: Readonly<Record<string, readonly [name: string, text: (secrets: Secrets) => string]>> = {
  postgres: ['password', ({ postgresAdmin }) => postgresAdmin],
  kafka: ['users.jaas', brokerUsers],
};

/** Writes the file of one server into a directory that its container mounts, alone. */
export async function writeServerFile(server: string, directory: string, secrets: Secrets): Promise<void> {
  const [name, text] = files[server] ?? [];
  if (name === undefined || text === undefined) throw new Error(`${server} is no server of docker-compose.yml`);
  await mkdir(directory, { recursive: true });
  await writeReadable(join(directory, name), text(secrets));
}

/** For whichever user a container runs as: who mounts the directory may read it, and nobody may write. */
export async function writeReadable(file: string, text: string): Promise<void> {
  const draft = `${file}.draft`;
  await writeFile(draft, text);
  await chmod(draft, 0o444);
  await rename(draft, file);
}
