"""What the planes say to each other: frozen msgspec structs, no behaviour.

Anything that crosses a process goes through here: events on Redis Streams, jobs, rpc to media nodes, manifests in the
object store. Fields may be added with a default; a field is never renamed or given another meaning.
"""
