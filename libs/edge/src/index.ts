export * from './commands/command-sender.js';
export * from './http/trusted-proxies.js';
export * from './limits/recent-map.js';
export * from './limits/source-limiter.js';
export * from './passwords/password-hasher.js';
export * from './passwords/secret.js';
