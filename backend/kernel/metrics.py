"""Figures for Prometheus: one registry a process, made once and handed on."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

_HTTP_BUCKETS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_JOB_BUCKETS_S = (0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 900)

CONTENT_TYPE = CONTENT_TYPE_LATEST


class Metrics:
    """The counters that every process may use. Labels are routes, tags and codes, never people."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        r = self.registry
        self.http_requests = Counter(
            "greenroom_http_requests", "Requests answered.", ["method", "route", "status"], registry=r
        )
        self.http_seconds = Histogram(
            "greenroom_http_seconds", "Time to answer.", ["route"], buckets=_HTTP_BUCKETS_S, registry=r
        )
        self.sockets = Gauge("greenroom_sockets", "Open WebSockets.", registry=r)
        self.live_events = Counter("greenroom_live_events", "Live events by outcome.", ["outcome"], registry=r)
        self.events_published = Counter("greenroom_events_published", "Events published.", ["tag"], registry=r)
        self.events_handled = Counter(
            "greenroom_events_handled", "Events by outcome: done, again, dead.", ["group", "tag", "outcome"], registry=r
        )
        self.jobs_handled = Counter(
            "greenroom_jobs_handled", "Jobs by outcome: done, again, dead.", ["tag", "outcome"], registry=r
        )
        self.job_seconds = Histogram(
            "greenroom_job_seconds", "Time a job took.", ["tag"], buckets=_JOB_BUCKETS_S, registry=r
        )
        self.job_depth = Gauge("greenroom_job_depth", "Jobs waiting or running, delayed, dead.", ["queue"], registry=r)
        self.rpc_requests = Counter(
            "greenroom_rpc_requests", "Rpc requests carried out.", ["method", "code"], registry=r
        )
        self.errors = Counter("greenroom_errors", "Errors that left the process, by code.", ["code"], registry=r)

    def render(self) -> bytes:
        """The text of `/metrics`."""
        return generate_latest(self.registry)
