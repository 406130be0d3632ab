import { hash } from '@node-rs/argon2';
import { AccountCommands, UserCommands, type CreateAccount } from '@rollcall/contracts';
import { v7 as uuidv7 } from 'uuid';
import { asking, type Instance } from './direct-transport.js';

/** An account with Ada Min as its first admin. */
const anAccount = ({ accountId = uuidv7(), ...of }: Partial<CreateAccount>): CreateAccount => ({
  accountId,
  actor: { kind: 'operator', id: 'specs' },
  slug: `a${accountId.replaceAll('-', '')}`,
  name: 'Acme',
  admin: { userId: uuidv7(), userName: 'ada@example.com', givenName: 'Ada', familyName: 'Min' },
  ...of,
});

/** The command that makes an account. */
export const creatingAccount = (of: Partial<CreateAccount> = {}) => asking(AccountCommands.create, anAccount(of));

/** Makes an account. */
export async function newAccount(instance: Instance, of: Partial<CreateAccount> = {}) {
  const account = anAccount(of);
  await instance.handle(asking(AccountCommands.create, account));
  return { accountId: account.accountId, adminId: account.admin.userId };
}

/** Hashing that costs next to nothing. */
export const cheap = { memoryCost: 64, timeCost: 1, parallelism: 1 } as const;

/** Makes the account `acme`, whose people have the password "right". */
export async function accountOfPeople(instance: Instance) {
  const { accountId } = await newAccount(instance, { slug: 'acme' });
  const actor = { kind: 'directory', id: uuidv7() } as const;
  const passwordHash = await hash('right', cheap);
  let people = 0;
  /** Somebody of it, by default with the password "right". */
  async function somebody(userType = 'member', hashed = passwordHash) {
    const [userId, userName] = [uuidv7(), `p${(people += 1)}@acme.example`];
    const person = { accountId, userId, actor, userName, userType, profile: {}, passwordHash: hashed };
    await instance.handle(asking(UserCommands.create, person));
    return { userId, userName };
  }
  return { accountId, actor, passwordHash, somebody };
}
