import { argon2id } from '@rollcall/service-kit';

const form = /^\$argon2id\$v=(\d+)\$m=(\d+),t=(\d+),p=(\d+)\$/;
const version = 0x13;

/** Whether a hash in PHC form costs an attacker less than those that are made today. */
export function isWeakerHash(hash: string): boolean {
  const [, ofVersion, memory, passes] = form.exec(hash) ?? [];
  if (ofVersion === undefined) return true;
  return Number(ofVersion) < version || Number(memory) < argon2id.memoryCost || Number(passes) < argon2id.timeCost;
}
