// Keeps who is in an installation of Rollcall, and who is in which team, from its topics. See ../README.md.
package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl/plain"
)

type user struct {
	Version   int64  `json:"version"`
	Active    bool   `json:"active"`
	UserType  string `json:"userType"`
	ManagedBy string `json:"managedBy"`
}

type team struct {
	Version int64    `json:"version"`
	OwnedBy string   `json:"ownedBy"`
	Members []string `json:"members"`
}

// What is read of an event's payload, and of a line of a snapshot.
type payload struct {
	user
	OwnedBy   string   `json:"ownedBy"`
	UserIDs   []string `json:"userIds"`
	Kind      string   `json:"kind"`
	ID        string   `json:"id"`
	AccountID string   `json:"accountId"`
	TeamID    string   `json:"teamId"`
}

// The event types that are read here, each in its version 1. New ones are ignored.
var known = map[string]bool{}

func init() {
	for prefix, names := range map[string]string{
		"user.": "created adopted restored updated type-changed deactivated reactivated handed-over reassigned handed-back released erased",
		"team.": "created updated taken-over takeover-undone handed-back deleted members-added members-removed",
	} {
		for _, name := range strings.Fields(names) {
			known[prefix+name] = true
		}
	}
}

type state struct {
	users     map[string]user
	teams     map[string]team
	accountOf map[string]string
	closed    map[string]bool
	// What is gone, so that repetitions do not bring it back.
	gone map[string]bool
	// Whose last event was of a version that this program does not know: update it, or begin anew with a snapshot.
	behind map[string]bool
}

func (s *state) apply(key string, headers map[string]string, value []byte) error {
	kind, account := headers["ce_type"], headers["ce_accountid"]
	if kind == "account.closed" {
		s.close(account)
	}
	if !known[kind] || s.closed[account] || s.gone[key] {
		return nil
	}
	version, err := strconv.ParseInt(headers["ce_aggregateversion"], 10, 64)
	if err != nil {
		return err
	}
	if version <= max(s.users[key].Version, s.teams[key].Version) {
		return nil // a repetition, or older than the snapshot
	}
	if headers["ce_dataschemaversion"] != "1" {
		s.behind[key] = true
		return nil
	}
	var event payload
	if err := json.Unmarshal(value, &event); err != nil {
		return err
	}
	s.accountOf[key] = account
	if strings.HasPrefix(kind, "user.") {
		s.applyUser(key, kind, version, event)
	} else {
		s.applyTeam(key, kind, version, event)
	}
	return nil
}

// Each event of a user has the whole state that is kept here.
func (s *state) applyUser(id, kind string, version int64, event payload) {
	delete(s.behind, id)
	if kind == "user.erased" {
		s.gone[id] = true
		delete(s.users, id)
		return
	}
	event.Version = version
	s.users[id] = event.user
}

func (s *state) applyTeam(id, kind string, version int64, event payload) {
	if kind == "team.deleted" {
		s.gone[id] = true
		delete(s.teams, id)
		return
	}
	members := s.teams[id].Members
	switch kind {
	case "team.members-added":
		members = union(members, event.UserIDs)
	case "team.members-removed":
		members = slices.DeleteFunc(members, func(each string) bool { return slices.Contains(event.UserIDs, each) })
	}
	s.teams[id] = team{version, event.OwnedBy, members}
}

// Users and teams of a closed account are deleted without events of their own. Those still to come, from other partitions, are older.
func (s *state) close(account string) {
	s.closed[account] = true
	for id, of := range s.accountOf {
		if of == account {
			delete(s.users, id)
			delete(s.teams, id)
		}
	}
}

// Of `ops-cli topics snapshot`.
func (s *state) load(file string) error {
	opened, err := os.Open(file)
	if err != nil {
		return err
	}
	defer opened.Close()
	lines := bufio.NewScanner(opened)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var of payload
		if err := json.Unmarshal(lines.Bytes(), &of); err != nil {
			return err
		}
		if of.ID != "" {
			s.accountOf[of.ID] = of.AccountID
		}
		switch of.Kind {
		case "user":
			s.users[of.ID] = of.user
		case "team":
			s.teams[of.ID] = team{of.Version, of.OwnedBy, nil}
		case "members":
			found := s.teams[of.TeamID]
			s.teams[of.TeamID] = team{found.Version, found.OwnedBy, union(found.Members, of.UserIDs)}
		}
	}
	return lines.Err()
}

func union(members, more []string) []string {
	all := append(slices.Clone(members), more...)
	slices.Sort(all)
	return slices.Compact(all)
}

func (s *state) print() error {
	behind := make([]string, 0, len(s.behind))
	for id := range s.behind {
		behind = append(behind, id)
	}
	slices.Sort(behind)
	teams := make(map[string]team, len(s.teams))
	for id, each := range s.teams {
		each.Members = append([]string{}, each.Members...) // [], not null
		teams[id] = each
	}
	text, err := json.Marshal(map[string]any{"users": s.users, "teams": teams, "behind": behind})
	fmt.Println(string(text))
	return err
}

func setting(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func options() []kgo.Opt {
	name := os.Getenv("KAFKA_USERNAME")
	options := []kgo.Opt{
		kgo.SeedBrokers(strings.Split(setting("KAFKA_BROKERS", "127.0.0.1:29092"), ",")...),
		kgo.ConsumeTopics(setting("USER_EVENTS", "rollcall.user.events"), setting("TEAM_EVENTS", "rollcall.team.events")),
		// State is kept in memory, so each start reads from the beginning. Who keeps it in a database keeps the offsets with it.
		kgo.ConsumerGroup(fmt.Sprintf("%s.go.%d", name, os.Getpid())),
		kgo.DisableAutoCommit(),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
	}
	if name != "" {
		options = append(options, kgo.SASL(plain.Auth{User: name, Pass: os.Getenv("KAFKA_PASSWORD")}.AsMechanism()))
	}
	if os.Getenv("KAFKA_TLS") == "yes" {
		options = append(options, kgo.DialTLSConfig(new(tls.Config)))
	}
	return options
}

func run() error {
	s := &state{map[string]user{}, map[string]team{}, map[string]string{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
	if file := os.Getenv("SNAPSHOT"); file != "" {
		if err := s.load(file); err != nil {
			return err
		}
	}
	client, err := kgo.NewClient(options()...)
	if err != nil {
		return err
	}
	defer client.Close()
	for changed := false; ; {
		within, done := context.WithTimeout(context.Background(), 300*time.Millisecond)
		fetches := client.PollFetches(within)
		done()
		for iterator := fetches.RecordIter(); !iterator.Done(); {
			record := iterator.Next()
			headers := map[string]string{}
			for _, each := range record.Headers {
				headers[each.Key] = string(each.Value)
			}
			if err := s.apply(string(record.Key), headers, record.Value); err != nil {
				return err
			}
		}
		if fetches.NumRecords() == 0 && changed {
			if err := s.print(); err != nil {
				return err
			}
		}
		changed = fetches.NumRecords() > 0
	}
}

func main() {
	log.Fatal(run())
}
