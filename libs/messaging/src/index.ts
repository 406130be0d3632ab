export * from './ports/decision-store.js';
export * from './ports/event-publisher.js';
export * from './ports/message.js';
