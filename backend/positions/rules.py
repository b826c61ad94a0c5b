"""What a position must fulfil before anyone is interviewed for it."""

import math

from backend.positions.model import Position


def position_problems(position: Position) -> list[str]:
    """Codes of all that is wrong, empty where nothing is."""
    problems = []
    if not position.competencies:
        problems.append("position_without_competencies")
    elif not math.isclose(sum(competency.weight for competency in position.competencies), 100, abs_tol=0.01):
        problems.append("weights_not_100")
    if len({competency.id for competency in position.competencies}) < len(position.competencies):
        problems.append("competency_twice")
    if position.retention_days < 1:
        problems.append("retention_too_short")
    return problems
