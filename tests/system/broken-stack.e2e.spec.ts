// One stack for all four: audit-services and team-services are killed in it, then topics are emptied, as their retention does in time, and Kafka stops. In
// this order: what reads whole topics is first, erasure counts all tables (ANALYZE), lists of thousands are to meet a database as it is when it is new, and after
// a time without Kafka consumers begin anew.
import './audit-streams.js';
import './team-crashes.js';
import '../security/erasure.js';
import './audit-without-kafka.js';
