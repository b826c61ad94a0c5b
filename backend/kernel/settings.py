"""Settings: what an installation may choose. `kernel/environment.py` reads them."""

from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

_HTTP_URL = r"^https?://[^/\s?#]+/?$"
_STORAGE_URL = r"^(file:///\S*|s3://[^/\s]+(/\S*)?)$"
_GATEWAY = r"^(http|wecom|dingtalk|feishu|apprise):\S+$"
_UDP_PORTS = r"^\d{1,5}-\d{1,5}$"
_NODE_ID = r"^[A-Za-z0-9_-]{1,64}$"


def _expects(what: str, *, is_secret: bool = False) -> dict[str, Any]:
    return {"expected": what, "is_secret": is_secret}


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Each field is the variable `GREENROOM_{FIELD}`."""

    data_dir: Annotated[
        Path,
        Meta(description="Where this machine keeps its data: embedded database, objects, spool, keys."),
        Meta(extra=_expects("a directory")),
    ] = Path("var")
    base_url: Annotated[
        str,
        Meta(pattern=_HTTP_URL),
        Meta(description="The public address, as people's browsers see it. Links in mails begin with it."),
        Meta(extra=_expects("http://host[:port] or https://host[:port], without a path")),
    ] = "http://127.0.0.1:8080"
    host: Annotated[
        str,
        Meta(min_length=1),
        Meta(description="The address the API listens on. 0.0.0.0 or :: for all."),
        Meta(extra=_expects("an address of this machine")),
    ] = "127.0.0.1"
    port: Annotated[
        int,
        Meta(ge=0, le=65535),
        Meta(description="The TCP port the API listens on. 0 takes a free one."),
        Meta(extra=_expects("a TCP port, 0 to 65535")),
    ] = 8080
    tls_certificate: Annotated[
        Path | None,
        Meta(description="PEM file with the certificate chain, for HTTPS without a proxy in front. Needs TLS_KEY."),
        Meta(extra=_expects("a PEM file")),
    ] = None
    tls_key: Annotated[
        Path | None,
        Meta(description="PEM file with the private key of TLS_CERTIFICATE."),
        Meta(extra=_expects("a PEM file")),
    ] = None
    mongodb_uri: Annotated[
        str | None,
        Meta(
            description="MongoDB (a replica set in production). Empty: `greenroom up` starts the embedded server, "
            "which is for one machine, demos and tests."
        ),
        Meta(extra=_expects("mongodb://… or mongodb+srv://…", is_secret=True)),
    ] = None
    mongodb_database: Annotated[
        str,
        Meta(pattern=r"^[A-Za-z0-9_-]{1,38}$"),
        Meta(description="The name of the database."),
        Meta(extra=_expects("1 to 38 letters, digits, _ or -")),
    ] = "greenroom"
    redis_url: Annotated[
        str | None,
        Meta(description="Redis 7 or later, or Valkey. Empty: `greenroom up` starts the embedded Valkey."),
        Meta(extra=_expects("redis://…, rediss://… or unix://…", is_secret=True)),
    ] = None
    storage_url: Annotated[
        Annotated[str, Meta(pattern=_STORAGE_URL)] | None,
        Meta(
            description="Where recordings lie, always encrypted. Empty: DATA_DIR/objects. "
            "S3 credentials come from the usual AWS_* variables."
        ),
        Meta(extra=_expects("file:///directory or s3://bucket/prefix")),
    ] = None
    master_key: Annotated[
        str | None,
        Meta(description="The key that wraps all others: 32 bytes in base64 (`openssl rand -base64 32`)."),
        Meta(extra=_expects("32 bytes in base64", is_secret=True)),
    ] = None
    master_key_file: Annotated[
        Path | None,
        Meta(
            description="A file with the same, where MASTER_KEY is empty. Default: DATA_DIR/master.key, "
            "made at the first start. Keep a copy apart from the data: without it nothing can be read."
        ),
        Meta(extra=_expects("a file")),
    ] = None
    smtp_url: Annotated[
        str | None,
        Meta(
            description="The mail server: smtp://user:password@host:587?tls=starttls, tls=implicit (465) or tls=none. "
            "Empty: no mail is sent; the demo catches its own."
        ),
        Meta(extra=_expects("smtp://[user:password@]host[:port][?tls=starttls|implicit|none]", is_secret=True)),
    ] = None
    mail_from: Annotated[
        str,
        Meta(pattern=r"^[^\s<>@]+@[^\s<>@]+$|^[^<>]*<[^\s<>@]+@[^\s<>@]+>$"),
        Meta(description="The sender of mails."),
        Meta(extra=_expects("an address, or Name <address>")),
    ] = "Greenroom <greenroom@localhost>"
    sms_url: Annotated[
        Annotated[str, Meta(pattern=_GATEWAY)] | None,
        Meta(
            description="The SMS gateway: http:https://gateway/send (posts SMS_BODY) or apprise:URL of any service it "
            "knows; {phone} stands for the number. Empty: no SMS is sent."
        ),
        Meta(extra=_expects("http:https://… or apprise:…", is_secret=True)),
    ] = None
    sms_body: Annotated[
        str | None,
        Meta(description="What is posted to the SMS gateway: JSON in which {phone}, {text} and {id} are filled in."),
        Meta(extra=_expects('JSON such as {"to": "{phone}", "text": "{text}"}', is_secret=True)),
    ] = None
    im_url: Annotated[
        Annotated[str, Meta(pattern=_GATEWAY)] | None,
        Meta(
            description="The robot that tells staff in their IM: wecom:URL, dingtalk:URL#secret, feishu:URL#secret or "
            "apprise:URL. Empty: none."
        ),
        Meta(extra=_expects("wecom:https://…, dingtalk:https://…#secret, feishu:https://…#secret", is_secret=True)),
    ] = None
    zone: Annotated[
        str,
        Meta(min_length=1),
        Meta(
            description="The employer's time zone: hours of rest and times in notices for people whose own zone nobody "
            "knows yet."
        ),
        Meta(extra=_expects("an IANA time zone such as Asia/Shanghai")),
    ] = "Asia/Shanghai"
    whisper_model: Annotated[
        str,
        Meta(min_length=1),
        Meta(
            description="The speech model: `embedded` (multilingual Whisper base), a faster-whisper model's name, or a "
            "directory. small and larger understand Chinese better."
        ),
        Meta(extra=_expects("embedded, a model's name or a directory")),
    ] = "embedded"
    whisper_device: Annotated[
        Literal["cpu", "cuda", "auto"],
        Meta(description="Where the speech model runs."),
        Meta(extra=_expects("cpu, cuda or auto")),
    ] = "cpu"
    worker_processes: Annotated[
        int,
        Meta(ge=1, le=256),
        Meta(description="Transcribing processes of one media worker, one thread each."),
        Meta(extra=_expects("a number, 1 to 256")),
    ] = 1
    node_id: Annotated[
        Annotated[str, Meta(pattern=_NODE_ID)] | None,
        Meta(description="The name of this media node, the same after a restart. Empty: kept in DATA_DIR."),
        Meta(extra=_expects("1 to 64 letters, digits, _ or -")),
    ] = None
    media_host: Annotated[
        str | None,
        Meta(
            description="The public address a media node offers to browsers, separated by commas where it has several "
            "(IPv4 and IPv6). Empty: loopback and this machine's addresses."
        ),
        Meta(extra=_expects("IP addresses, separated by commas")),
    ] = None
    media_udp_ports: Annotated[
        Annotated[str, Meta(pattern=_UDP_PORTS)] | None,
        Meta(description="The UDP ports of a media node, for the firewall. Empty: any free ones."),
        Meta(extra=_expects("min-max, each 1024 to 65535")),
    ] = None
    media_capacity: Annotated[
        int,
        Meta(ge=1, le=10_000),
        Meta(description="How many interviews a media node takes at once."),
        Meta(extra=_expects("a number, 1 to 10000")),
    ] = 100
    media_drain_s: Annotated[
        int,
        Meta(ge=0, le=7200),
        Meta(
            description="How long a media node that is told to stop (SIGTERM) waits for its interviews to end, in "
            "seconds. Who is still there then goes on at another node. Give its container 20 s more to stop in."
        ),
        Meta(extra=_expects("seconds, 0 to 7200")),
    ] = 10
    metrics_port: Annotated[
        Annotated[int, Meta(ge=1, le=65535)] | None,
        Meta(
            description="The TCP port on HOST where a media node shows its Prometheus metrics. Empty: nowhere. "
            "Nodes on the same machine need a port each."
        ),
        Meta(extra=_expects("a free TCP port, 1 to 65535")),
    ] = None
    stun_urls: Annotated[
        str | None,
        Meta(description="STUN servers that browsers are told of, separated by commas. The media nodes need none."),
        Meta(extra=_expects("stun:host[:port], several separated by commas")),
    ] = None
    turn_urls: Annotated[
        str | None,
        Meta(
            description="TURN servers (coturn) that relay for phones whose network lets no UDP through, separated by "
            "commas, e.g. turn:turn.example.com:3478,turns:turn.example.com:443?transport=tcp. Needs TURN_SECRET."
        ),
        Meta(extra=_expects("turn:host[:port][?transport=udp|tcp] or turns:…, several separated by commas")),
    ] = None
    turn_secret: Annotated[
        str | None,
        Meta(
            description="The secret shared with the TURN servers (coturn: use-auth-secret, static-auth-secret), from "
            "which every publisher gets credentials for a day."
        ),
        Meta(extra=_expects("the TURN servers' shared secret", is_secret=True)),
    ] = None
    speech_dir: Annotated[
        Path,
        Meta(description="Recorded speech with a manifest, for the tests and the demo's benchmarks."),
        Meta(extra=_expects("a directory")),
    ] = Path("../shared/speech")
    upload_max_mb: Annotated[
        int,
        Meta(ge=1, le=65_536),
        Meta(description="How large one upload of a candidate may be, in MB (10^6 bytes)."),
        Meta(extra=_expects("a number of megabytes, 1 or more")),
    ] = 1_000
    upload_quota_mb: Annotated[
        int,
        Meta(ge=1, le=1_000_000),
        Meta(description="How much one candidate may have uploaded in all, in MB (10^6 bytes)."),
        Meta(extra=_expects("a number of megabytes, 1 or more")),
    ] = 3_000
    limit_person_per_minute: Annotated[
        int,
        Meta(ge=0),
        Meta(description="How many requests one signed-in person may make in a minute. 0: any number."),
        Meta(extra=_expects("a number, 0 or more")),
    ] = 1200
    limit_network_per_minute: Annotated[
        int,
        Meta(ge=0),
        Meta(description="The same for requests without a session, of one IPv4 address or IPv6 /64. 0: any number."),
        Meta(extra=_expects("a number, 0 or more")),
    ] = 600
    trusted_proxies: Annotated[
        str,
        Meta(min_length=1),
        Meta(
            description="Addresses or networks of the proxies in front of the API, separated by commas: whom they say "
            "a request is from (X-Forwarded-For) is believed. Limits and lock-outs go by it."
        ),
        Meta(extra=_expects("addresses or networks such as 10.0.0.0/8")),
    ] = "127.0.0.1,::1"
    outgoing_allow: Annotated[
        str | None,
        Meta(
            description="Hosts, addresses and networks inside your own network that may be called though they are not "
            "public (calendar feeds, gateways, a model server), separated by commas."
        ),
        Meta(extra=_expects("hosts, addresses or networks such as models.internal,10.20.0.0/16")),
    ] = None
    model_url: Annotated[
        Annotated[str, Meta(pattern=r"^https?://\S+$")] | None,
        Meta(
            description="Base address of an OpenAI-compatible model server that words follow-up questions. Without one "
            "the built-in rules do. An address inside your network must also be named in GREENROOM_OUTGOING_ALLOW."
        ),
        Meta(extra=_expects("http(s)://host[:port]/v1")),
    ] = None
    model_name: Annotated[
        str,
        Meta(min_length=1),
        Meta(description="The model to ask for there."),
        Meta(extra=_expects("a name that the server knows")),
    ] = "default"
    model_key: Annotated[
        str | None,
        Meta(description="Its key, sent as a bearer token."),
        Meta(extra=_expects("the key")),
    ] = None
    model_timeout_s: Annotated[
        float,
        Meta(gt=0, le=60),
        Meta(description="How long an answer may take; then the built-in rules' question stands."),
        Meta(extra=_expects("seconds")),
    ] = 4.0
    model_calls_per_interview: Annotated[
        int,
        Meta(ge=0),
        Meta(description="How often the model is asked in one interview at most."),
        Meta(extra=_expects("a number, 0 or more")),
    ] = 10
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        Meta(description="What is logged at least."),
        Meta(extra=_expects("debug, info, warning or error")),
    ] = "info"
    log_format: Annotated[
        Literal["console", "json"],
        Meta(description="Logs for people or for machines, on standard error."),
        Meta(extra=_expects("console or json")),
    ] = "console"
    demo: Annotated[
        bool,
        Meta(description="The sample employer and the demo mailbox. Never in production."),
        Meta(extra=_expects("true or false")),
    ] = False
