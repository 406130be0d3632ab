// Keeps who is in an installation of Rollcall, and who is in which team, from its topics. See ../README.md.
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

public class Consumer {
  record User(long version, boolean active, String userType, String managedBy) {}
  record Team(long version, String ownedBy, Set<String> members) {}

  /** The event types that are read here, each in its version 1. New ones are ignored. */
  static final Set<String> KNOWN = Stream.concat(
      Stream.of("created adopted restored updated type-changed deactivated reactivated handed-over reassigned handed-back released erased".split(" ")).map("user."::concat),
      Stream.of("created updated taken-over takeover-undone handed-back deleted members-added members-removed".split(" ")).map("team."::concat))
      .collect(Collectors.toSet());
  static final ObjectMapper JSON = new ObjectMapper();

  final Map<String, User> users = new TreeMap<>();
  final Map<String, Team> teams = new TreeMap<>();
  final Map<String, String> accountOf = new HashMap<>();
  final Set<String> closed = new TreeSet<>();
  /** What is gone, so that repetitions do not bring it back. */
  final Set<String> gone = new TreeSet<>();
  /** Whose last event was of a version that this program does not know: update it, or begin anew with a snapshot. */
  final Set<String> behind = new TreeSet<>();

  void apply(ConsumerRecord<String, String> record) throws Exception {
    String type = header(record, "ce_type"), account = header(record, "ce_accountid"), key = record.key();
    if (type.equals("account.closed")) close(account);
    if (!KNOWN.contains(type) || closed.contains(account) || gone.contains(key)) return;
    long version = Long.parseLong(header(record, "ce_aggregateversion"));
    if (version <= seen(key)) return; // a repetition, or older than the snapshot
    if (!header(record, "ce_dataschemaversion").equals("1")) {
      behind.add(key);
      return;
    }
    accountOf.put(key, account);
    JsonNode event = JSON.readTree(record.value());
    if (type.startsWith("user.")) applyUser(key, type, version, event);
    else applyTeam(key, type, version, event);
  }

  long seen(String key) {
    if (users.containsKey(key)) return users.get(key).version();
    return teams.containsKey(key) ? teams.get(key).version() : 0;
  }

  /** Each event of a user has the whole state that is kept here. */
  void applyUser(String id, String type, long version, JsonNode event) {
    behind.remove(id);
    if (type.equals("user.erased")) {
      gone.add(id);
      users.remove(id);
    } else users.put(id, user(version, event));
  }

  static User user(long version, JsonNode of) {
    return new User(version, of.get("active").asBoolean(), of.get("userType").asText(), of.get("managedBy").asText());
  }

  void applyTeam(String id, String type, long version, JsonNode event) {
    Set<String> members = teams.containsKey(id) ? teams.get(id).members() : new TreeSet<>();
    if (type.equals("team.members-added")) event.get("userIds").forEach(each -> members.add(each.asText()));
    if (type.equals("team.members-removed")) event.get("userIds").forEach(each -> members.remove(each.asText()));
    if (type.equals("team.deleted")) {
      gone.add(id);
      teams.remove(id);
    } else teams.put(id, new Team(version, event.get("ownedBy").asText(), members));
  }

  /** Users and teams of a closed account are deleted without events of their own. Those still to come, from other partitions, are older. */
  void close(String account) {
    closed.add(account);
    users.keySet().removeIf(id -> account.equals(accountOf.get(id)));
    teams.keySet().removeIf(id -> account.equals(accountOf.get(id)));
  }

  /** Of `ops-cli topics snapshot`. */
  void load(Path file) throws Exception {
    for (String line : Files.readAllLines(file)) {
      JsonNode of = JSON.readTree(line);
      String kind = of.get("kind").asText();
      if (of.has("id")) accountOf.put(of.get("id").asText(), of.get("accountId").asText());
      if (kind.equals("user")) users.put(of.get("id").asText(), user(of.get("version").asLong(), of));
      if (kind.equals("team")) teams.put(of.get("id").asText(), new Team(of.get("version").asLong(), of.get("ownedBy").asText(), new TreeSet<>()));
      if (kind.equals("members")) of.get("userIds").forEach(each -> teams.get(of.get("teamId").asText()).members().add(each.asText()));
    }
  }

  static String header(ConsumerRecord<String, String> record, String name) {
    var found = record.headers().lastHeader(name);
    return found == null ? "0" : new String(found.value(), StandardCharsets.UTF_8);
  }

  static String setting(String name, String otherwise) {
    return System.getenv().getOrDefault(name, otherwise);
  }

  static Properties settings() {
    String user = setting("KAFKA_USERNAME", ""), password = setting("KAFKA_PASSWORD", "");
    boolean tls = setting("KAFKA_TLS", "").equals("yes"), login = !user.isEmpty();
    Properties to = new Properties();
    to.put("bootstrap.servers", setting("KAFKA_BROKERS", "127.0.0.1:29092"));
    to.put("security.protocol", (login ? "SASL_" : "") + (tls ? "SSL" : "PLAINTEXT"));
    if (login) {
      to.put("sasl.mechanism", "PLAIN");
      to.put("sasl.jaas.config", "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + user + "\" password=\"" + password + "\";");
    }
    // State is kept in memory, so each start reads from the beginning. Who keeps it in a database keeps the offsets with it.
    to.put("group.id", user + ".java." + ProcessHandle.current().pid());
    to.put("enable.auto.commit", "false");
    to.put("auto.offset.reset", "earliest");
    return to;
  }

  public static void main(String[] args) throws Exception {
    Consumer state = new Consumer();
    if (System.getenv("SNAPSHOT") != null) state.load(Path.of(System.getenv("SNAPSHOT")));
    try (var consumer = new KafkaConsumer<>(settings(), new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(setting("USER_EVENTS", "rollcall.user.events"), setting("TEAM_EVENTS", "rollcall.team.events")));
      for (boolean changed = false; ; ) {
        var records = consumer.poll(Duration.ofMillis(300));
        for (var record : records) state.apply(record);
        if (records.isEmpty() && changed)
          System.out.println(JSON.writeValueAsString(Map.of("users", state.users, "teams", state.teams, "behind", state.behind)));
        changed = !records.isEmpty();
      }
    }
  }
}
