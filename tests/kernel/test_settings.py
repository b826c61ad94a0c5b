import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.environment import SettingsError, env_example, load_settings, to_environ
from backend.kernel.settings import Settings
from backend.kernel.settings_rules import ice_urls, redacted

ROOT = Path(__file__).parents[2]
KEY = base64.b64encode(b"k" * 32).decode()

WRONG = {
    "BASE_URL": "ftp://host",
    "PORT": "http",
    "SPEECH_DIR": "~nobody-of-that-name",
    "MONGODB_URI": "postgres://u:hunter2@host",
    "MONGODB_DATABASE": "a b",
    "REDIS_URL": "http://:hunter2@host",
    "STORAGE_URL": "gopher://x",
    "MASTER_KEY": "hunter2",
    "SMTP_URL": "smtp://u:hunter2@host:port",
    "MAIL_FROM": "nobody",
    "WHISPER_DEVICE": "abacus",
    "WORKER_PROCESSES": "0",
    "NODE_ID": "a b",
    "MEDIA_HOST": "192.0.2.1,media.example",
    "MEDIA_UDP_PORTS": "9000-8000",
    "MEDIA_CAPACITY": "-1",
    "MEDIA_DRAIN_S": "soon",
    "METRICS_PORT": "70000",
    "STUN_URLS": "stun:host,turn:host",
    "TURN_URLS": "turns:host?transport=udp",
    "SMS_URL": "pigeon:hunter2",
    "IM_URL": "hunter2",
    "OUTGOING_ALLOW": "10.0.0.0/40",
    "ZONE": "Mars/Olympus",
    "LOG_LEVEL": "loud",
    "LOG_FORMAT": "xml",
    "DEMO": "perhaps",
}


def load(**values: str) -> Settings:
    return load_settings({f"GREENROOM_{name}": value for name, value in values.items()})


def test_nothing_set_is_a_house_on_this_machine() -> None:
    settings = load_settings({"PATH": "/bin"})
    assert settings == Settings()
    assert settings.base_url == "http://127.0.0.1:8080"
    assert settings.mongodb_uri is None


def test_values_are_read_as_what_they_are() -> None:
    settings = load(
        PORT="0", DEMO="Yes", DATA_DIR="/srv/greenroom", BASE_URL="https://jobs.example/", MASTER_KEY=KEY,
        MEDIA_UDP_PORTS="40000-40100", SMTP_URL="smtp://u:p@mail.example:587?tls=starttls", STORAGE_URL="s3://b/p",
        TLS_CERTIFICATE="a.pem", TLS_KEY="b.pem", REDIS_URL="unix:///run/redis.sock", NODE_ID="",
    )  # fmt: skip
    assert (settings.port, settings.demo, settings.data_dir) == (0, True, Path("/srv/greenroom"))
    assert settings.base_url == "https://jobs.example"
    assert settings.node_id is None


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_is_named_with_what_is_expected(name: str) -> None:
    with pytest.raises(SettingsError) as raised:
        load(**{name: WRONG[name]})
    [problem] = raised.value.problems
    assert problem.startswith(f"GREENROOM_{name} is ")
    assert "expected" in problem
    assert "hunter2" not in problem
    is_secret = name in {"MONGODB_URI", "REDIS_URL", "MASTER_KEY", "SMTP_URL", "SMS_URL", "IM_URL"}
    assert ("***" in problem) == is_secret
    assert (WRONG[name] in problem) != is_secret


def test_all_wrong_values_are_named_at_once() -> None:
    with pytest.raises(SettingsError) as raised:
        load(**WRONG)
    assert len(raised.value.problems) == len(WRONG)
    assert all(f"GREENROOM_{name} " in str(raised.value) for name in WRONG)


def test_a_certificate_needs_its_key() -> None:
    with pytest.raises(SettingsError, match="TLS_CERTIFICATE is set without GREENROOM_TLS_KEY"):
        load(TLS_CERTIFICATE="a.pem")


def test_a_turn_server_needs_its_secret() -> None:
    with pytest.raises(SettingsError, match="TURN_URLS is set without GREENROOM_TURN_SECRET"):
        load(TURN_URLS="turn:turn.example:3478")
    urls = "turn:turn.example:3478, turn:[2001:db8::1]?transport=tcp  turns:turn.example:443?transport=tcp"
    settings = load(TURN_URLS=urls, TURN_SECRET="hush", STUN_URLS="stun:stun.example")
    assert ice_urls(settings.turn_urls) == [
        "turn:turn.example:3478",
        "turn:[2001:db8::1]?transport=tcp",
        "turns:turn.example:443?transport=tcp",
    ]


def test_an_unknown_name_warns_with_the_closest_known() -> None:
    with pytest.warns(UserWarning, match="GREENROOM_PROT is not a setting; did you mean GREENROOM_PORT"):
        assert load(PROT="1") == Settings()


def test_the_example_file_is_what_the_settings_say() -> None:
    """Write it anew with `python -m backend.kernel.environment > .env.example`."""
    text = (ROOT / ".env.example").read_text()
    assert text == env_example()
    names = [line.split("=")[0].removeprefix("# ") for line in text.splitlines() if line.startswith("# GREENROOM_")]
    assert names == [f"GREENROOM_{name.upper()}" for name in Settings.__struct_fields__]


def test_the_defaults_of_the_example_file_load() -> None:
    lines = [line.removeprefix("# ") for line in env_example().splitlines() if line.startswith("# GREENROOM_")]
    assert load_settings(dict(line.split("=", 1) for line in lines)) == Settings()


def test_children_read_the_same_settings() -> None:
    settings = load(PORT="9", DEMO="1", DATA_DIR="/x", MEDIA_UDP_PORTS="40000-40100", MASTER_KEY=KEY)
    assert load_settings(to_environ(settings)) == settings


@given(st.sampled_from(Settings.__struct_fields__), st.text(max_size=80))
def test_any_text_is_a_value_or_a_settings_error(name: str, value: str) -> None:
    try:
        settings = load_settings({f"GREENROOM_{name.upper()}": value})
    except SettingsError as error:
        assert all("GREENROOM_" in problem for problem in error.problems)  # noqa: PT017
    else:
        assert load_settings(to_environ(settings)) == settings


def test_a_url_for_logs_has_no_password() -> None:
    assert redacted("redis://user:hunter2@host:6379/0") == "redis://***@host:6379/0"
    assert redacted("redis://host") == "redis://host"
