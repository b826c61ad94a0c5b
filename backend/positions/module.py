"""Wires positions and departments."""

from backend.positions.repository import Departments, Positions
from backend.web.module import Module, Wiring


def build(wiring: Wiring) -> Module:
    departments, positions = Departments(wiring.mongo, relay=wiring.relay), Positions(wiring.mongo, relay=wiring.relay)
    return Module(name="positions", repositories=[departments, positions])
