// Makes a key pair for password hashes on their way to user-service (ADR 0038): one line for it, one for the gateways.
import { generateKeyPairSync } from 'node:crypto';

const { d, x } = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' });
console.log(`PASSWORD_PRIVATE_KEY=${d}\nPASSWORD_PUBLIC_KEY=${x}`);
