"""Events, one module a domain. An event's tag is its wire name; handlers are idempotent by event id."""
