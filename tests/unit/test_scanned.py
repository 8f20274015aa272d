"""What a scanner typed with UniKey left on is still the code that it read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.scanned import bare_code, lines_of, plain_code, telex_may_be, vni_keys

# What UniKey shows (spell check off) and the keys that made it.
TELEX = (
    ("SẺIAL", "SERIAL"), ("MT-Ả-12", "MT-AR-12"), ("đểư1", "DDEERW1"), ("ưE1", "WE1"), ("ƯE1", "UWE1"),
    ("mấy01", "maayS01"), ("ĐÊLL-Ã5", "DDEELL-AX5"),
)  # fmt: skip
VNI = (("Á-20", "A1-20"), ("đ", "D9"), ("ƯỚ", "U7O71"), ("â3x", "A63X"))


@pytest.mark.parametrize(("shown", "keys"), TELEX)
def test_what_telex_made_of_a_code_may_be_that_code(shown: str, keys: str) -> None:
    assert telex_may_be(shown, keys)


@pytest.mark.parametrize(("shown", "keys"), VNI)
def test_what_vni_made_of_a_code_is_that_code(shown: str, keys: str) -> None:
    assert vni_keys(shown) == plain_code(keys)


@pytest.mark.parametrize(
    ("shown", "other"), [("SẺIAL", "SEIAL"), ("MT-Ả-12", "MT-AR-21"), ("MT-Ả-12", "AR-MT-12"), ("á", "af")]
)
def test_it_is_no_code_of_other_keys_or_another_order(shown: str, other: str) -> None:
    assert not telex_may_be(shown, other)


def test_what_can_be_read_in_endless_ways_is_given_up() -> None:
    assert not telex_may_be("ư" * 40, "X" * 40)


@given(st.text(alphabet="0123456789BCFGHKLMNPQRTV-/.", min_size=1))
def test_a_code_without_vowels_comes_through_as_it_is(code: str) -> None:
    assert telex_may_be(code, code)
    assert vni_keys(code) == plain_code(code)


def test_case_blanks_normal_form_and_full_width_make_no_difference() -> None:
    assert plain_code(" mt 01\u00a0-Má\t") == plain_code("MT01-MA\u0301") == plain_code("ＭＴ01-Má")
    assert bare_code("Máy–01") == bare_code("MAY-01")


def test_a_pasted_list_is_a_code_a_line_or_the_first_cell_of_a_row() -> None:
    assert lines_of("MT-1\r\n\r\n MT-2 \tmáy in\nMT-3") == ["MT-1", "MT-2", "MT-3"]


@given(st.text(max_size=200))
def test_any_text_may_be_scanned(typed: str) -> None:
    plain_code(typed), bare_code(typed), vni_keys(typed), telex_may_be(typed, "MT-1")
