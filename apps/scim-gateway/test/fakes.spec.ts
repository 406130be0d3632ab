import { digestOf } from '@rollcall/contracts';
import { accountId, otherAccountId, tokenId } from './gateway-under-test.js';
import { FakeTokenVerifier } from './fake-token-verifier.js';
import { FakeUserService } from './fake-user-service.js';
import { tokenVerifierContract } from './token-verifier.contract.js';
import { userServiceContract } from './user-service.contract.js';

userServiceContract('the fake', () => {
  const fake = new FakeUserService();
  return { userQueries: fake, commands: fake, accountId, otherAccountId };
});

tokenVerifierContract('the fake', () => {
  const verifier = new FakeTokenVerifier();
  const working = verifier.issue(accountId, tokenId);
  const revoked = verifier.issue(accountId, tokenId);
  verifier.revoke(revoked, 'revoked');
  return { verifier, accountId, working: digestOf(working), revoked: digestOf(revoked) };
});
