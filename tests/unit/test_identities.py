"""Which records may be the same thing (DOMAIN §7)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.identities import alike, identity, is_junk


@pytest.mark.parametrize(
    "v",
    ["To Be Filled By O.E.M.", "0000000000", "Default string", "None", "không có", "0", "---", "0.0", " "],
)
def test_what_makers_leave_in_the_firmware_identifies_nothing(v: str) -> None:
    assert is_junk(v)
    assert identity(v) is None


def test_an_identity_is_compared_without_accents_case_and_blanks() -> None:
    assert identity("PF3XK  9Q2 ") == identity("pf3xk 9q2") == "pf3xk 9q2"
    assert identity("UBND xã Mường Phăng") == identity("ubnd xa muong phang")
    assert identity(None) is None


def test_rows_that_agree_in_any_identity_are_one_group() -> None:
    rows = [
        (1, {"serial": "PF3XK", "asset_code": "MT-1"}),
        (2, {"serial": "pf3xk", "asset_code": "MT-2"}),
        (3, {"serial": "None", "asset_code": "mt-2"}),
        (4, {"serial": "None", "asset_code": None}),
    ]
    assert alike(rows) == [([1, 2, 3], ["serial", "asset_code"])]


def test_a_chain_of_agreements_is_one_group_whatever_its_order() -> None:
    rows = [(1, {"a": "x9", "b": "y1"}), (2, {"a": "x8", "b": "y2"}), (3, {"a": "x9", "b": "y2"})]
    assert alike(rows) == [([1, 2, 3], ["a", "b"])]


@given(
    st.lists(st.tuples(st.sampled_from(["s1", "S1", "s2", None, "0"]), st.sampled_from(["a1", "a2", "n/a"])))
)
def test_two_rows_are_in_one_group_exactly_if_agreements_lead_from_one_to_the_other(
    rows: list[tuple[str | None, str]],
) -> None:
    keyed = [(number, {"serial": serial, "code": code}) for number, (serial, code) in enumerate(rows)]
    group = {key: number for number, (found, _by) in enumerate(alike(keyed)) for key in found}
    for one, ours in keyed:
        for other, theirs in keyed:
            agree = any(
                identity(ours[k]) is not None and identity(ours[k]) == identity(theirs[k]) for k in ours
            )
            if one != other and agree:
                assert group[one] == group[other]
    assert all(sum(other == number for other in group.values()) > 1 for number in group.values())
