// class-transformer's decorators read the types that the compiler left behind.
import 'reflect-metadata';
export * from './actor.js';
export * from './accounts/account-messages.js';
export * from './accounts/account-queries.js';
export * from './accounts/account-settings.js';
export * from './decision.js';
export * from './define-message.js';
export * from './filter.js';
export * from './refusals.js';
export * from './scim-request.js';
export * from './tokens/token-messages.js';
export * from './tokens/token-queries.js';
export * from './topics.js';
export * from './users/profile.js';
export * from './users/user-commands.js';
export * from './users/user-events.js';
export * from './users/user-queries.js';
export * from './users/user-view.js';
