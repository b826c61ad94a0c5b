"""Routes of the consent text and the audit log."""

from litestar import get

from backend.privacy.audit import Audit
from backend.privacy.consent import CONSENT_TEXT
from backend.privacy.schemas import AuditPage, AuditVerdict, ConsentText
from backend.web.auth import Actor
from backend.web.paging import DEFAULT_LIMIT, After, Limit
from backend.web.policy import Permission

_AUDIT = {"permission": Permission.AUDIT_READ}


@get("/consent-text", opt={"permission": Permission.PUBLIC})
async def consent_text() -> ConsentText:
    """What people agree to before an interview, in both languages."""
    return CONSENT_TEXT


@get("/staff/audit", opt=_AUDIT)
async def audit_page(actor: Actor, audit: Audit, limit: Limit = DEFAULT_LIMIT, after: After = None) -> AuditPage:
    """The audit log, newest first; reading it is itself recorded."""
    page = await audit.page(limit, after)
    await audit.record(actor, "audit.read", "audit")
    return page


@get("/staff/audit/verification", opt=_AUDIT)
async def audit_verification(actor: Actor, audit: Audit) -> AuditVerdict:
    """Whether the audit log is as it was written."""
    await audit.record(actor, "audit.verified", "audit")
    return await audit.verify()


ROUTES = [consent_text, audit_page, audit_verification]
