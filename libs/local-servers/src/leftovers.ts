import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const pidFile = (folder: string) => join(folder, 'server.pid');

/** Records the pid of the server of this folder, so that a later start can end it if it was left running. */
export async function rememberPid(folder: string, pid: number | undefined): Promise<void> {
  await writeFile(pidFile(folder), `${pid ?? ''}\n`);
}

/**
 * Ends the server of this folder that an earlier start left running, because that start was killed before it could
 * clean up. A process is ended only when its command line names the folder: its pid may belong to another program by
 * now.
 */
export async function endLeftover(folder: string): Promise<void> {
  const pid = Number(await readFile(pidFile(folder), 'utf8').catch(() => ''));
  if (!pid || !commandLine(pid).includes(folder)) return;
  process.kill(pid, 'SIGKILL');
  while (commandLine(pid) !== '') await setTimeout(20);
}

function commandLine(pid: number): string {
  const { stdout } = spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout?.trim() ?? '';
}
