// Spec files share a process. Whichever comes first, and however it loads kafkajs: the repaired one is there before (ADR 0011).
import '../libs/messaging/src/kafka/kafkajs.js';
