"""What the kernel counts, in the process's default Prometheus registry, which `/metrics` shows.

Labels are routes, tags, groups, methods and codes: few in number, and never people. HTTP is counted in `web/edge.py`.
"""

from prometheus_client import Counter, Histogram

EVENTS_PUBLISHED = Counter("greenroom_events_published", "Events put on the bus.", ["tag"])
MESSAGES_SETTLED = Counter(
    "greenroom_messages_settled",
    "Events (by subscribing group) and jobs (group workers) by outcome: done, again, dead.",
    ["group", "tag", "outcome"],
)
MESSAGE_SECONDS = Histogram(
    "greenroom_message_seconds",
    "Time a handler took for an event or a job.",
    ["group", "tag"],
    buckets=(0.001, 0.005, 0.025, 0.1, 0.5, 2, 10, 60, 300, 900),
)
MESSAGES_TAKEN_OVER = Counter("greenroom_messages_taken_over", "Events and jobs of dead processes.", ["group"])
JOBS_ENQUEUED = Counter("greenroom_jobs_enqueued", "Jobs accepted.", ["tag"])
MONGO_OPERATIONS = Counter("greenroom_mongo_operations", "Requests to MongoDB.", ["collection", "operation"])
REDIS_REQUESTS = Counter("greenroom_redis_requests", "Commands and pipelines sent to Redis, each pipeline once.")
TIMERS_FIRED = Counter("greenroom_timers_fired", "Timers by outcome: done, again.", ["namespace", "outcome"])
RPC_SERVED = Counter(
    "greenroom_rpc_served", "Rpc requests by outcome: done, expired, or an error's code.", ["method", "outcome"]
)
"""A method that nobody registered counts as `unknown`."""
