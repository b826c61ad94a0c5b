"""What a house of processes has asked of MongoDB, as its `/metrics` say, and the processor time of each part."""

import resource
from collections import Counter
from collections.abc import Sequence

import httpx
import msgspec
import psutil
from prometheus_client.parser import text_string_to_metric_families

from load_tests.counts import Counts

_STORES = {"secantus": "MongoDB", "valkey": "Redis"}


class Costs(msgspec.Struct, frozen=True):
    """`cpu_s` by part: the API processes together, each store, and these people (this process)."""

    counts: Counts
    cpu_s: dict[str, float]

    def since(self, before: "Costs") -> "Costs":
        cpu_s = {name: spent - before.cpu_s.get(name, 0.0) for name, spent in self.cpu_s.items()}
        return Costs(self.counts.since(before.counts), cpu_s)


async def costs_of(http: httpx.AsyncClient, addresses: Sequence[str], pids: Sequence[int]) -> Costs:
    """Of API processes at these addresses, and of the stores that this process has started."""
    mongo: Counter[str] = Counter()
    redis = 0.0
    for address in addresses:
        answer = await http.get(f"http://{address}/metrics")
        for family in text_string_to_metric_families(answer.text):
            for sample in family.samples:
                if sample.name == "greenroom_mongo_operations_total":
                    mongo[f"{sample.labels['collection']}.{sample.labels['operation']}"] += sample.value
                elif sample.name == "greenroom_redis_requests_total":
                    redis += sample.value
    api_s = sum(_cpu_s(psutil.Process(pid)) for pid in pids)
    return Costs(Counts(dict(mongo), redis, api_s), {"the API": api_s, **stores_cpu_s(), "these people": _own_s()})


def stores_cpu_s() -> dict[str, float]:
    """Of the stores that this process has started, by name."""
    spent: Counter[str] = Counter()
    for child in psutil.Process().children(recursive=True):
        line = " ".join(child.cmdline())
        for mark, name in _STORES.items():
            if mark in line:
                spent[name] += _cpu_s(child)
    return dict(spent)


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _own_s() -> float:
    return sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
