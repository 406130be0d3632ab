import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brokerUsers } from './credentials.ts';
import type { ReaderPasswords } from './readers.ts';
import type { Secrets } from './secrets.ts';

interface Passwords {
  readonly secrets: Secrets;
  readonly readers: ReaderPasswords;
}

/** The files with users and passwords that docker-compose.yml's servers read when they start, by service. */
const files: Readonly<Record<string, readonly [name: string, text: (passwords: Passwords) => string]>> = {
  postgres: ['password', ({ secrets }) => secrets.postgresAdmin],
  kafka: ['users.jaas', ({ secrets, readers }) => brokerUsers(secrets, readers)],
};

/** Writes the file of one server into a folder that only its container mounts. */
export async function writeServerFile(server: string, folder: string, passwords: Passwords): Promise<void> {
  const [name, text] = files[server] ?? [];
  if (name === undefined || text === undefined) throw new Error(`${server} is no server of docker-compose.yml`);
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755); // the container's user must enter, whatever the umask
  await writeReadable(join(folder, name), text(passwords));
}

/** Writes a file that any user can read and none can write, because the user in the container is unknown. */
export async function writeReadable(file: string, text: string): Promise<void> {
  const draft = `${file}.draft`;
  await writeFile(draft, text);
  await chmod(draft, 0o444);
  await rename(draft, file);
}
