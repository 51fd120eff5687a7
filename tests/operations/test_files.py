"""Compose file, image and list of settings agree with what the portal reads."""

import ast
import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = sorted(name for name, service in SERVICES.items() if "build" in service)
# Read by the scripts of `bin/`, not by the settings.
OF_SCRIPTS = {"METRICS_DIR"}


def settings_read() -> dict[str, bool]:
    """The settings that the portal reads from its environment, and whether it needs each."""
    tree = ast.parse((ROOT / "cohort_portal" / "settings.py").read_text())
    return {
        ast.literal_eval(call.args[0]): len(call.args) == 1
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("env.") and call.args
    }


def settings_given(service: str) -> set[str]:
    return {name.removesuffix("_FILE") for name in SERVICES[service]["environment"]}


def test_every_setting_stands_in_the_example_and_nothing_else_does() -> None:
    told = re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)

    assert sorted(told) == sorted({*settings_read(), *OF_SCRIPTS})


def test_every_process_is_given_the_settings_it_needs_and_none_that_do_not_exist() -> None:
    read = settings_read()
    needed = {name for name, is_needed in read.items() if is_needed}

    assert OURS == ["beat", "drill", "migrate", "web", "worker"]
    for service in OURS:
        assert needed <= settings_given(service)
        assert settings_given(service) <= read.keys()


def test_secrets_are_files_and_never_written_down() -> None:
    secret = {"SECRET_KEY", "SECRET_KEY_FALLBACKS", "DATABASE_URL", "REDIS_URL", "EMAIL_URL"}
    files = {f"/run/secrets/{name}" for name in COMPOSE["secrets"]}

    for service in OURS:
        given = SERVICES[service]["environment"]
        assert {f"{name}_FILE" for name in secret} <= given.keys()
        assert {value for name, value in given.items() if name.endswith("_FILE")} <= files
    assert all(one["file"].startswith("./secrets/") for one in COMPOSE["secrets"].values())
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".env", "portal.env", "secrets/", ".git/"} <= set(ignored)


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_container_may_do_no_more_than_it_must(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert ("ports" in service) == (name == "proxy")
    assert service["restart"] == ("no" if name in {"migrate", "drill"} else "unless-stopped")
    inner = {network for network, how in COMPOSE["networks"].items() if how.get("internal")}
    may_go_out = name in {"proxy", "worker"}
    assert bool(set(service["networks"]) - inner) == may_go_out


def test_what_runs_waits_for_the_tables() -> None:
    for name in ("web", "worker", "beat"):
        waits_for = SERVICES[name]["depends_on"]
        assert waits_for["migrate"] == {"condition": "service_completed_successfully"}
        assert waits_for["postgres"] == {"condition": "service_healthy"}


@pytest.mark.parametrize("name", ["web", "worker", "beat", "ask", "alive"])
def test_each_process_is_a_script_that_can_be_run(name: str) -> None:
    assert os.access(ROOT / "bin" / name, os.X_OK)


def test_containers_demonstration_and_handbook_start_the_same_scripts() -> None:
    commands = {name: SERVICES[name]["command"] for name in ("web", "worker", "beat")}
    lines = (ROOT / "Procfile").read_text() + (ROOT / "Procfile.production").read_text()

    assert commands == {name: [f"bin/{name}"] for name in commands}
    assert all(lines.count(f"{name}: exec bin/{name}\n") == 2 for name in commands)


def test_a_worker_has_longer_to_stop_than_a_task_may_last() -> None:
    settings = (ROOT / "cohort_portal" / "settings.py").read_text()
    longest = re.search(r"^CELERY_TASK_TIME_LIMIT = (\d+)$", settings, re.MULTILINE)

    assert longest is not None
    assert int(SERVICES["worker"]["stop_grace_period"].removesuffix("s")) > int(longest.group(1))
