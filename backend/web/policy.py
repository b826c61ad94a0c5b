"""The policy table: who may do what. Guards, tests and the printed matrix all come from it.

Roles are the seven of the product. Whether a thing is one's own (a candidate's interview, an interviewer's candidate)
is decided in the repositories' scopes; this table says which kinds of things a role may touch at all.
"""

from enum import StrEnum


class Role(StrEnum):
    CANDIDATE = "candidate"
    INTERVIEWER = "interviewer"
    RECRUITER = "recruiter"
    HR_OPERATOR = "hr_operator"
    HIRING_MANAGER = "hiring_manager"
    IT_ADMIN = "it_admin"
    AUDITOR = "auditor"


class Permission(StrEnum):
    """Every route names one. `PUBLIC` routes ask for no sign-in; `SELF` asks for any."""

    PUBLIC = "public"
    SELF = "self"
    INTERVIEW_TAKE = "interview.take"
    INTERVIEW_LIST = "interview.list"
    INTERVIEW_REVIEW = "interview.review"
    INTERVIEW_WATCH = "interview.watch"
    ROOM_PUBLISH = "room.publish"
    ROOM_WATCH = "room.watch"
    INTERVIEW_INVITE = "interview.invite"
    INTERVIEW_ERASE = "interview.erase"
    CALENDAR_OWN = "calendar.own"
    CALENDAR_FEED = "calendar.feed"
    BOOKING_READ = "booking.read"
    BOOKING_MANAGE = "booking.manage"
    ACCOMMODATION_READ = "accommodation.read"
    ACCOMMODATION_SET = "accommodation.set"
    MATERIALS_READ = "materials.read"
    MATERIALS_ASK = "materials.ask"
    IDENTITY_CHECK = "identity.check"
    QUESTION_READ = "question.read"
    QUESTION_EDIT = "question.edit"
    FLOW_READ = "flow.read"
    FLOW_EDIT = "flow.edit"
    RUBRIC_READ = "rubric.read"
    RUBRIC_EDIT = "rubric.edit"
    SCORECARD_READ = "scorecard.read"
    SCORECARD_WRITE = "scorecard.write"
    MEMBER_READ = "member.read"
    MEMBER_ADMIN = "member.admin"
    CHAT_OWN = "chat.own"
    HELP_EDIT = "help.edit"
    CHAT_READ = "chat.read"
    CHAT_WRITE = "chat.write"
    NOTICE_READ = "notice.read"
    NOTICE_MANAGE = "notice.manage"
    RESCUE_ANSWER = "rescue.answer"
    RESCUE_READ = "rescue.read"
    RESCUE_MANAGE = "rescue.manage"
    HOME_READ = "home.read"
    AUDIT_READ = "audit.read"
    SYSTEM_READ = "system.read"
    SYSTEM_OPERATE = "system.operate"


_STAFF_READERS = frozenset({Role.INTERVIEWER, Role.RECRUITER, Role.HR_OPERATOR, Role.HIRING_MANAGER, Role.AUDITOR})

POLICY: dict[Permission, frozenset[Role]] = {
    Permission.PUBLIC: frozenset(Role),
    Permission.SELF: frozenset(Role),
    Permission.INTERVIEW_TAKE: frozenset({Role.CANDIDATE}),
    Permission.INTERVIEW_LIST: _STAFF_READERS,
    Permission.INTERVIEW_REVIEW: _STAFF_READERS,
    Permission.INTERVIEW_WATCH: frozenset({Role.INTERVIEWER, Role.RECRUITER, Role.HR_OPERATOR}),
    Permission.ROOM_PUBLISH: frozenset({Role.CANDIDATE, Role.INTERVIEWER, Role.RECRUITER, Role.HR_OPERATOR}),
    Permission.ROOM_WATCH: frozenset({Role.CANDIDATE, Role.INTERVIEWER, Role.RECRUITER, Role.HR_OPERATOR}),
    Permission.INTERVIEW_INVITE: frozenset({Role.RECRUITER, Role.HR_OPERATOR}),
    Permission.INTERVIEW_ERASE: frozenset({Role.HR_OPERATOR}),
    Permission.CALENDAR_OWN: frozenset({Role.INTERVIEWER, Role.RECRUITER, Role.HR_OPERATOR, Role.HIRING_MANAGER}),
    Permission.CALENDAR_FEED: frozenset(
        {Role.CANDIDATE, Role.INTERVIEWER, Role.RECRUITER, Role.HR_OPERATOR, Role.HIRING_MANAGER}
    ),
    Permission.BOOKING_READ: frozenset({Role.RECRUITER, Role.HR_OPERATOR, Role.AUDITOR}),
    Permission.BOOKING_MANAGE: frozenset({Role.RECRUITER, Role.HR_OPERATOR}),
    Permission.ACCOMMODATION_READ: frozenset({Role.RECRUITER, Role.HR_OPERATOR, Role.AUDITOR}),
    Permission.ACCOMMODATION_SET: frozenset({Role.RECRUITER, Role.HR_OPERATOR}),
    Permission.MATERIALS_READ: frozenset({Role.RECRUITER, Role.HR_OPERATOR, Role.AUDITOR}),
    Permission.MATERIALS_ASK: frozenset({Role.RECRUITER, Role.HR_OPERATOR}),
    Permission.IDENTITY_CHECK: frozenset({Role.HR_OPERATOR}),
    Permission.QUESTION_READ: frozenset({Role.RECRUITER, Role.HR_OPERATOR, Role.AUDITOR}),
    Permission.QUESTION_EDIT: frozenset({Role.HR_OPERATOR}),
    Permission.FLOW_READ: frozenset({Role.RECRUITER, Role.HR_OPERATOR, Role.AUDITOR}),
    Permission.FLOW_EDIT: frozenset({Role.HR_OPERATOR}),
    Permission.RUBRIC_READ: frozenset({Role.RECRUITER, Role.HR_OPERATOR, Role.AUDITOR}),
    Permission.RUBRIC_EDIT: frozenset({Role.HR_OPERATOR}),
    Permission.SCORECARD_READ: _STAFF_READERS,
    Permission.SCORECARD_WRITE: frozenset({Role.INTERVIEWER, Role.RECRUITER, Role.HR_OPERATOR}),
    Permission.MEMBER_READ: frozenset({Role.IT_ADMIN, Role.AUDITOR}),
    Permission.MEMBER_ADMIN: frozenset({Role.IT_ADMIN}),
    Permission.HELP_EDIT: frozenset({Role.HR_OPERATOR}),
    Permission.CHAT_OWN: frozenset({Role.CANDIDATE}),
    Permission.CHAT_READ: frozenset({Role.RECRUITER, Role.HR_OPERATOR, Role.AUDITOR}),
    Permission.CHAT_WRITE: frozenset({Role.RECRUITER, Role.HR_OPERATOR}),
    Permission.NOTICE_READ: frozenset({Role.RECRUITER, Role.HR_OPERATOR, Role.AUDITOR}),
    Permission.NOTICE_MANAGE: frozenset({Role.HR_OPERATOR}),
    Permission.RESCUE_ANSWER: frozenset({Role.INTERVIEWER, Role.RECRUITER, Role.HR_OPERATOR}),
    Permission.RESCUE_READ: frozenset({Role.RECRUITER, Role.HR_OPERATOR, Role.AUDITOR}),
    Permission.RESCUE_MANAGE: frozenset({Role.HR_OPERATOR}),
    Permission.HOME_READ: frozenset({Role.INTERVIEWER, Role.RECRUITER, Role.HR_OPERATOR, Role.HIRING_MANAGER}),
    Permission.AUDIT_READ: frozenset({Role.AUDITOR}),
    Permission.SYSTEM_READ: frozenset({Role.IT_ADMIN, Role.AUDITOR}),
    Permission.SYSTEM_OPERATE: frozenset({Role.IT_ADMIN}),
}


def permits(roles: frozenset[Role], permission: Permission) -> bool:
    """Whether any of the roles carries the permission."""
    return bool(POLICY[permission] & roles)
