"""The hub's service over HTTP (docs/protocol.md). No Qt, no secret of the hub's, no record in its logs."""
