"""Keeps who is in an installation of Rollcall, and who is in which team, from its topics. See ../README.md."""

import json
import os

from confluent_kafka import Consumer, KafkaError, KafkaException

# The event types that are read here, each in its version 1. New ones are ignored.
KNOWN = {
    f"user.{name}"
    for name in "created adopted restored updated type-changed deactivated reactivated handed-over reassigned handed-back released erased".split()
} | {
    f"team.{name}"
    for name in "created updated taken-over takeover-undone handed-back deleted members-added members-removed".split()
}


class State:
    def __init__(self):
        self.users = {}
        self.teams = {}
        self.account_of = {}
        self.closed = set()
        # What is gone, so that repetitions do not bring it back.
        self.gone = set()
        # Whose last event was of a version that this program does not know: update it, or begin anew with a snapshot.
        self.behind = set()

    def apply(self, key, headers, value):
        kind, account = headers.get("ce_type", ""), headers.get("ce_accountid", "")
        if kind == "account.closed":
            self.close(account)
        if kind not in KNOWN or account in self.closed or key in self.gone:
            return
        version = int(headers["ce_aggregateversion"])
        seen = self.users.get(key) or self.teams.get(key) or {"version": 0}
        if version <= seen["version"]:  # a repetition, or older than the snapshot
            return
        if headers["ce_dataschemaversion"] != "1":
            self.behind.add(key)
            return
        self.account_of[key] = account
        apply = self.apply_user if kind.startswith("user.") else self.apply_team
        apply(key, kind, version, json.loads(value))

    def apply_user(self, key, kind, version, event):
        """Each event of a user has the whole state that is kept here."""
        self.behind.discard(key)
        if kind == "user.erased":
            self.gone.add(key)
            self.users.pop(key, None)
        else:
            self.users[key] = {"version": version, **{name: event[name] for name in ("active", "userType", "managedBy")}}

    def apply_team(self, key, kind, version, event):
        members = self.teams.get(key, {"members": set()})["members"]
        if kind == "team.members-added":
            members.update(event["userIds"])
        if kind == "team.members-removed":
            members.difference_update(event["userIds"])
        if kind == "team.deleted":
            self.gone.add(key)
            self.teams.pop(key, None)
        else:
            self.teams[key] = {"version": version, "ownedBy": event["ownedBy"], "members": members}

    def close(self, account):
        """Users and teams of a closed account are deleted without events of their own. Those still to come, from other partitions, are older."""
        self.closed.add(account)
        for all_of_them in (self.users, self.teams):
            for key in [key for key in all_of_them if self.account_of.get(key) == account]:
                del all_of_them[key]

    def load(self, file):
        """Of `ops-cli topics snapshot`."""
        for line in open(file, encoding="utf-8"):
            of = json.loads(line)
            kind = of.pop("kind")
            if kind in ("user", "team"):
                key = of.pop("id")
                self.account_of[key] = of.pop("accountId")
                (self.users if kind == "user" else self.teams)[key] = of if kind == "user" else {**of, "members": set()}
            if kind == "members":
                self.teams[of["teamId"]]["members"].update(of["userIds"])

    def __str__(self):
        return json.dumps({"users": self.users, "teams": self.teams, "behind": self.behind}, default=sorted)


def settings():
    user, tls = os.environ.get("KAFKA_USERNAME", ""), os.environ.get("KAFKA_TLS") == "yes"
    return {
        "bootstrap.servers": os.environ.get("KAFKA_BROKERS", "127.0.0.1:29092"),
        "security.protocol": ("SASL_" if user else "") + ("SSL" if tls else "PLAINTEXT"),
        **({"sasl.mechanism": "PLAIN", "sasl.username": user, "sasl.password": os.environ["KAFKA_PASSWORD"]} if user else {}),
        # State is kept in memory, so each start reads from the beginning. Who keeps it in a database keeps the offsets with it.
        "group.id": f"{user}.python.{os.getpid()}",
        "enable.auto.commit": False,
        "auto.offset.reset": "earliest",
    }


def main():
    state = State()
    if "SNAPSHOT" in os.environ:
        state.load(os.environ["SNAPSHOT"])
    consumer = Consumer(settings())
    consumer.subscribe([os.environ.get("USER_EVENTS", "rollcall.user.events"), os.environ.get("TEAM_EVENTS", "rollcall.team.events")])
    changed = False
    while True:
        message = consumer.poll(0.3)
        if message is None:
            if changed:
                print(state, flush=True)
            changed = False
        elif message.error():
            if message.error().code() != KafkaError._PARTITION_EOF:
                raise KafkaException(message.error())
        else:
            headers = {name: value.decode() for name, value in message.headers() or []}
            state.apply(message.key().decode(), headers, message.value())
            changed = True


main()
