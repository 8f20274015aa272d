"""What the hub says of itself (OpenAPI), and random requests against it: none ends in a fault of ours."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from desktop_app.app.spool import Doors, Spool
from desktop_app.hub.service import Listener, application
from desktop_app.sync.doorway import SshDoorway
from tests import bundle_kit

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
]  # fmt: skip


ROUTES = [
    ("/v1/uploads", "options"), ("/v1/uploads", "post"),
    ("/v1/uploads/{name}", "head"), ("/v1/uploads/{name}", "patch"), ("/v1/uploads/{name}", "delete"),
    ("/v1/challenges", "post"), ("/v1/tokens", "post"),
    ("/v1/bundles/{bundle}", "get"), ("/v1/bundles/{bundle}/answer", "get"),
    ("/healthz", "get"), ("/metrics", "get"),
]  # fmt: skip


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    who = bundle_kit.parties()
    spool = Spool(tmp_path_factory.mktemp("hub")).open()
    spool.put_doors(Doors(who.hub.device_id, {who.pc.device_id: who.pc.public.hex()}, []))
    return schemathesis.openapi.from_asgi("/openapi.json", application(Listener(spool, SshDoorway())))


@pytest.mark.parametrize(("path", "method"), ROUTES)
def test_no_request_ends_in_a_fault_and_all_answers_are_documented(
    schema: Any, path: str, method: str
) -> None:
    strategies = [
        schema[path][method].as_strategy(generation_mode=mode)
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        if mode is GenerationMode.POSITIVE or method == "post" or "{" in path
    ]

    @settings(max_examples=20, suppress_health_check=list(HealthCheck))
    @given(case=st.one_of(strategies))
    def holds(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS)

    holds()


def test_every_route_is_described(schema: Any) -> None:
    paths = schema.raw_schema["paths"]
    assert {(path, method) for path, found in paths.items() for method in found} == set(ROUTES)
    assert all("422" not in one["responses"] for found in paths.values() for one in found.values())
