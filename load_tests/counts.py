"""What a process has asked of its stores, and what it cost: figures that a busy machine does not blur."""

import time
from collections import Counter

import msgspec
from prometheus_client import REGISTRY


class Counts(msgspec.Struct, frozen=True):
    """Of this process: `mongo` counts requests by `collection.operation`, `redis` commands and whole pipelines."""

    mongo: dict[str, float]
    redis: float
    cpu_s: float

    @property
    def requests(self) -> float:
        return sum(self.mongo.values())

    def since(self, before: "Counts") -> "Counts":
        asked = Counter(self.mongo)
        asked.subtract(before.mongo)
        return Counts(
            {name: n for name, n in asked.most_common() if n}, self.redis - before.redis, self.cpu_s - before.cpu_s
        )


def counts() -> Counts:
    mongo = {
        f"{sample.labels['collection']}.{sample.labels['operation']}": sample.value
        for metric in REGISTRY.collect()
        if metric.name == "greenroom_mongo_operations"
        for sample in metric.samples
        if sample.name.endswith("_total")
    }
    return Counts(mongo, REGISTRY.get_sample_value("greenroom_redis_requests_total") or 0.0, time.process_time())


def told(taken: Counts, each: int, most: int = 14) -> str:
    """The dearest requests of `each` events, one a line."""
    lines = [f"{n / max(1, each):8.2f}  {name}" for name, n in list(taken.mongo.items())[:most]]
    return "\n".join([f"requests to MongoDB for each of {each}:", *lines])
