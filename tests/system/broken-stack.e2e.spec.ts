// One stack for both: topics are emptied in it, as their retention does in time, and team-services are killed.
import '../security/erasure.js';
import './team-crashes.js';
