"""Routes of a person's own notices, and of what their devices and mails answer."""

from typing import Annotated

from litestar import delete, get, post, put
from litestar.params import Parameter

from backend.notices.choosing import Choosing
from backend.notices.inbox import Inboxes
from backend.notices.log import DeliveryLog
from backend.notices.model import Channel, NoticeState, PushAddress
from backend.notices.schemas import (
    ChannelStatus,
    DeliveryPage,
    DeliveryRow,
    Destination,
    NoticeInbox,
    PreferencesChoice,
    PreferencesView,
    PushChoice,
    PushEndpoint,
    ReadNotices,
    Seen,
    Suppressed,
    TemplateDraft,
    TemplatePatience,
    TemplatePreview,
    TemplatePublish,
    TemplateView,
    Unread,
    Unsubscribed,
)
from backend.notices.subscribing import Subscribing
from backend.notices.templating import Templating
from backend.web.auth import Actor
from backend.web.paging import DEFAULT_LIMIT, After, Limit
from backend.web.policy import Permission

_SELF = {"permission": Permission.SELF}
_PUBLIC = {"permission": Permission.PUBLIC, "limit_per_minute": 120}
_READ = {"permission": Permission.NOTICE_READ}
_MANAGE = {"permission": Permission.NOTICE_MANAGE}
Kind = Annotated[str | None, Parameter(max_length=60)]


@get("/inbox", opt=_SELF)
async def own_inbox(actor: Actor, inboxes: Inboxes, limit: Limit = DEFAULT_LIMIT, after: After = None) -> NoticeInbox:
    """Everything that the signed-in person was told, newest first."""
    return await inboxes.page(actor.account_id, limit, after)


@post("/inbox/read", opt=_SELF, status_code=200)
async def read_notices(data: ReadNotices, actor: Actor, inboxes: Inboxes) -> Unread:
    """Marks as read, on all devices; what is read is not sent by further channels."""
    return Unread(await inboxes.read(actor.account_id, data.ids))


@get("/me/notices", opt=_SELF)
async def own_preferences(actor: Actor, choosing: Choosing) -> PreferencesView:
    """By which channels, when, and on whose clock the person wants to hear."""
    return await choosing.view(actor.account_id)


@put("/me/notices", opt=_SELF)
async def choose_preferences(data: PreferencesChoice, actor: Actor, choosing: Choosing) -> PreferencesView:
    """Chooses anew."""
    return await choosing.choose(actor.account_id, data)


@post("/me/push", opt=_SELF, status_code=204)
async def subscribe_push(data: PushChoice, actor: Actor, subscribing: Subscribing) -> None:
    """This browser takes push messages from now on."""
    await subscribing.add(actor.account_id, PushAddress(data.endpoint, data.p256dh, data.auth), data.replaces)


@post("/me/push/remove", opt=_SELF, status_code=204)
async def unsubscribe_push(data: PushEndpoint, actor: Actor, subscribing: Subscribing) -> None:
    """This browser takes none any more."""
    await subscribing.remove(actor.account_id, data.endpoint)


@post("/notices/{token:str}/seen", opt=_PUBLIC, status_code=200)
async def notice_seen(token: str, data: Seen, inboxes: Inboxes) -> Destination:
    """A device showed a notice, or a person came by it. The token of a link or push says which."""
    return Destination(await inboxes.seen(token, data.state))


@post("/unsubscribe/{token:str}", opt=_PUBLIC, status_code=200)
async def unsubscribe(token: str, choosing: Choosing) -> Unsubscribed:
    """Ends mails to the address that the link was sent to; also RFC 8058's one click."""
    return Unsubscribed(await choosing.unsubscribe(token))


@get("/staff/deliveries", opt=_READ)
async def deliveries(
    actor: Actor, delivery_log: DeliveryLog, limit: Limit = DEFAULT_LIMIT, after: After = None,
    notice_state: NoticeState | None = None, channel: Channel | None = None, kind: Kind = None,
) -> DeliveryPage:  # fmt: skip
    """What went out to whom by which channel, and what became of it; reading it is written to the audit log."""
    return await delivery_log.page(actor, notice_state, channel, kind, limit, after)


@post("/staff/deliveries/{notice_id:str}/again", opt=_MANAGE, status_code=200)
async def send_again(notice_id: str, actor: Actor, delivery_log: DeliveryLog) -> DeliveryRow:
    """Sends a dead letter once more."""
    return await delivery_log.again(actor, notice_id)


@get("/staff/suppressions", opt=_READ)
async def suppressions(actor: Actor, delivery_log: DeliveryLog) -> Suppressed:
    """Addresses that are not written to any more."""
    return await delivery_log.suppressed(actor)


@delete("/staff/suppressions/{suppression_id:str}", opt=_MANAGE, status_code=204)
async def lift_suppression(suppression_id: str, actor: Actor, delivery_log: DeliveryLog) -> None:
    """Writes to a bounced address again."""
    await delivery_log.lift(actor, suppression_id)


@get("/staff/notice-channels", opt=_READ)
async def notice_channels(choosing: Choosing) -> list[ChannelStatus]:
    """Which channels this installation has, and what the others lack."""
    return choosing.statuses()


@get("/staff/notice-templates", opt=_READ)
async def templates(templating: Templating) -> list[TemplateView]:
    """The words of each kind of notice, with their versions."""
    return await templating.all()


@post("/staff/notice-templates/{kind:str}/versions", opt=_MANAGE, status_code=201)
async def save_template(kind: str, data: TemplateDraft, actor: Actor, templating: Templating) -> TemplateView:
    """A new version of the words; placeholders are checked."""
    return await templating.save(actor, kind, data.text)


@post("/staff/notice-templates/{kind:str}/publish", opt=_MANAGE, status_code=200)
async def publish_template(kind: str, data: TemplatePublish, actor: Actor, templating: Templating) -> TemplateView:
    """Uses a version from now on, which has to be whole in every language; 0 goes back to the built-in words."""
    return await templating.publish(actor, kind, data.number)


@put("/staff/notice-templates/{kind:str}/patience", opt=_MANAGE)
async def set_patience(kind: str, data: TemplatePatience, actor: Actor, templating: Templating) -> TemplateView:
    """After how long unread a notice of this kind goes by the next channel as well."""
    return await templating.be_patient(actor, kind, data.unread_after_min)


@post("/staff/notice-templates/{kind:str}/preview", opt=_READ, status_code=200)
async def preview_template(kind: str, data: TemplateDraft, templating: Templating) -> TemplatePreview:
    """How people would read it."""
    return templating.preview(kind, data.text)


ROUTES = [
    own_inbox, read_notices, own_preferences, choose_preferences, subscribe_push, unsubscribe_push, notice_seen,
    unsubscribe, deliveries, send_again, suppressions, lift_suppression, notice_channels, templates, save_template,
    publish_template, set_patience, preview_template,
]  # fmt: skip
