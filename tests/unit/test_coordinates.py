"""Places as people type them, and as maps, phones and receivers write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.coordinates import Place, parse_place

HERE = Place(Decimal("21.386"), Decimal("103.016"))
DEGREES = st.decimals(0, 89, places=6, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    "typed",
    [
        "21.386, 103.016",
        "21.386 103.016",
        " 21.386,103.016 ",
        "21,386; 103,016",
        "21,386, 103,016",
        "(21.386, 103.016)",
        "21.386°N 103.016°E",
        "21.386° N, 103.016° E",
        "N 21.386, E 103.016",
        "21,386°B; 103,016°Đ",
        "103.016 Đ, 21.386 B",
        "21°23'9.6\"N 103°0'57.6\"E",
        "21°23′9.6″N, 103°00′57.6″E",
        "21° 23’ 9,6” B 103° 0’ 57,6” Đ",
        "21°23'9.6''n 103°0'57.6''e",
        "21°23.16'N 103°0.96'E",
        "https://www.google.com/maps/@21.386,103.016,15z",
        "https://maps.google.com/?q=21.386,103.016",
        "https://maps.google.com/?q=21.386%2C103.016&hl=vi",
        "https://maps.app/place/21.386,103.016",
    ],
)
def test_a_place_is_read(typed: str) -> None:
    assert parse_place(typed) == HERE


@pytest.mark.parametrize(
    "typed",
    [
        "", "21.386", "Mường Pồn", "103.016, 21.386", "21.386, 181", "21°61'N 103°0'E", "21°23'61\"N 103°E",
        "21.386°N 103.016°N", "21.386°N 103.016°", "N21.386N E103.016E", "https://maps.example/", "1" * 301,
        "21.386 N 103.016 E 5",
    ],
)  # fmt: skip
def test_what_is_no_place_is_not_read(typed: str) -> None:
    assert parse_place(typed) is None


def test_south_and_west_are_negative() -> None:
    assert parse_place("8°30'S 79.5°W") == Place(Decimal("-8.5"), Decimal("-79.5"))


@given(DEGREES, DEGREES)
def test_a_place_is_read_back_from_what_is_shown(lat: Decimal, lon: Decimal) -> None:
    assert parse_place(f"{lat:f}, {lon:f}") == Place(lat, lon)


@given(DEGREES, DEGREES)
def test_minutes_and_seconds_are_the_same_place(lat: Decimal, lon: Decimal) -> None:
    def written(degrees: Decimal) -> str:
        minutes = (degrees % 1) * 60
        return f"{int(degrees)}°{int(minutes)}'{(minutes % 1) * 60:.4f}\""

    found = parse_place(f"{written(lat)}N {written(lon)}E")
    if found is None:
        assert "60.0000" in written(lat) + written(lon)  # rounding up to a whole minute
        return
    assert abs(found.lat - lat) <= Decimal("0.000001")
    assert abs(found.lon - lon) <= Decimal("0.000001")


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(typed: str) -> None:
    found = parse_place(typed)
    assert found is None or (abs(found.lat) <= 90 and abs(found.lon) <= 180)
