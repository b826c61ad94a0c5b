"""Wires flows."""

from backend.flows.repository import Flows
from backend.web.module import Module, Wiring


def build(wiring: Wiring) -> Module:
    return Module(name="flows", repositories=[Flows(wiring.mongo, relay=wiring.relay)])
