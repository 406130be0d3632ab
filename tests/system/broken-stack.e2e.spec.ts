// One stack for all three: audit-services and team-services are killed in it, and then topics are emptied, as their retention does in time. In
// this order: what reads whole topics is first, erasure counts all tables (ANALYZE), and lists of thousands are to meet a database as it is when it is new.
import './audit-streams.js';
import './team-crashes.js';
import '../security/erasure.js';
