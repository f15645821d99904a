"""What any program may do with caretaker's public collections.

usage: fleet.py read|write URI DATABASE
"""

import sys
from datetime import datetime, timedelta, timezone

from pymongo import MongoClient

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=timezone.utc)


def ids(cursor, field):
    return sorted(each[field] for each in cursor)


def same(found, expected):
    assert found == expected, f"found {found!r}, expected {expected!r}"


def read(db):
    same(ids(db.hosts.find({"environment": "production"}), "host_id"), ["h1"])
    same(ids(db.hosts.find({"region": "busan", "status": "active"}), "host_id"), ["h2"])
    same(ids(db.hosts.find({"metadata.tags": "ssd"}), "host_id"), ["h1", "h2"])
    same(ids(db.services.find({"service_type": "mysql"}), "service_id"), ["s1", "s2", "s3"])
    same(ids(db.services.find({"environment": "staging"}), "service_id"), ["s3"])
    same(ids(db.services.find({"region": "jeju"}), "service_id"), ["s1", "s2"])
    same(ids(db.services.find({"current_status": "stopped"}), "service_id"), ["s2"])
    same(ids(db.services.find({"consecutive_failures": {"$gte": 3}}), "service_id"), ["s2"])
    enabled = {"monitoring.enabled": True, "current_status": "running"}
    same(ids(db.services.find(enabled), "service_id"), ["s1"])

    rows = list(db.monitoring_history.find({"service_id": "s1"}).sort("timestamp", -1).limit(10))
    same([row["timestamp"] for row in rows], [NOW - timedelta(minutes=i) for i in range(10)])
    same(isinstance(rows[0]["response_time_ms"], float), True)
    same(rows[0]["check_type"], "status_check")

    since = {"service_id": "s1", "timestamp": {"$gte": NOW - timedelta(days=30)}}
    total = db.monitoring_history.count_documents(since)
    running = db.monitoring_history.count_documents({**since, "status": "running"})
    same(round(100 * running / total, 2), 90.0)
    same(db.services.find_one({"service_id": "s1"})["uptime_percentage"], 99.5)


def write(db):
    now = datetime.now(timezone.utc)
    dates = {"created_at": now, "updated_at": now}
    host = "host_jeju_mysql_001"
    db.hosts.insert_one(
        {
            "host_id": host,
            "hostname": "mysql-001",
            "ip_address": "10.1.11.81",
            "environment": "production",
            "region": "jeju",
            "location": {"datacenter": "DC1", "rack": "R3", "zone": "A"},
            "ssh_config": {"user": "ops", "port": 22, "key_path": None, "use_sudo": True},
            "metadata": {"os": "Debian 12", "purpose": "database", "tags": ["mysql"]},
            "status": "active",
            "last_seen": now,
            **dates,
        }
    )

    def service(name, method, **more):
        return {
            "service_id": name,
            "host_id": host,
            "service_name": "mysql.service",
            "service_type": "mysql",
            "display_name": name,
            "monitoring": {
                "method": method,
                "enabled": True,
                "interval_sec": 60,
                "timeout_sec": 30,
                "retry_attempts": 3,
                "retry_delay_sec": 5,
            },
            "recovery": {
                "recover_on_down": True,
                "recover_action": "restart",
                "custom_script": None,
                "max_recovery_attempts": 3,
                "recovery_cooldown_sec": 300,
                "notify_before_recovery": True,
            },
            "alerting": {
                "enabled": True,
                "channels": ["slack"],
                "severity": "high",
                "escalation_policy": None,
                "mute_until": None,
            },
            "health_check": {
                "enabled": False,
                "endpoint": None,
                "expected_response": None,
                "custom_check": None,
            },
            "current_status": "unknown",
            "last_check": None,
            "last_status_change": None,
            "uptime_percentage": 100.0,
            "consecutive_failures": 0,
            "environment": "production",
            "region": "jeju",
            "tags": [],
            "dependencies": [],
            **dates,
            **more,
        }

    endpoint = {"enabled": True, "endpoint": "http://10.1.11.81:8080/health"}
    db.services.insert_many(
        [
            service("svc_jeju_mysql_001", "ssh"),
            service("svc_jeju_mysql_002", "database", dependencies=["svc_jeju_mysql_001"]),
            service("svc_jeju_web_001", "http", health_check=endpoint),
        ]
    )


def main():
    what, uri, database = sys.argv[1:]
    db = MongoClient(uri, tz_aware=True)[database]
    {"read": read, "write": write}[what](db)


main()
