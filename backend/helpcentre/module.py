"""Wires the help centre."""

from litestar import Router

from backend.accounts.module import services as account_services
from backend.helpcentre.model import HelpArticles, HelpVersions
from backend.helpcentre.routes import ROUTES
from backend.helpcentre.service import HelpCentre
from backend.privacy.module import audit_of
from backend.web.module import Module, Wiring, provided


def build(wiring: Wiring) -> Module:
    articles, versions = HelpArticles(wiring.mongo), HelpVersions(wiring.mongo)
    people = account_services(wiring).people
    centre = HelpCentre(articles, versions, people, audit_of(wiring), wiring.clock)
    router = Router(
        path="/api",
        route_handlers=ROUTES,
        tags=["help"],
        dependencies=provided(help_centre=centre),
    )
    return Module(name="helpcentre", route_handlers=[router], repositories=[articles, versions])
