"""Thuê bao Internet: one row a provider in a commune; the numbers are often estimates."""

from desktop_app.domain.crosschecks import one_per
from desktop_app.domain.topic import Field, Kind, Label, Section, Topic
from desktop_app.topics.shared import IDENTITY, NOTE, PROVIDERS, number

_SUBSCRIBERS = Label("thuê bao", "subscribers")

SUBSCRIPTION = Topic(
    key="subscription",
    title=Label("Thuê bao Internet", "Internet subscribers"),
    row=Label("nhà cung cấp", "provider"),
    section=Section.NETWORK,
    icon="wifi",
    name=("provider",),
    fields=(
        Field(
            "provider",
            Kind.CHOICE,
            Label("Doanh nghiệp cung cấp", "Provider"),
            group=IDENTITY,
            choices=PROVIDERS,
            required=True,
        ),
        number(
            "fixed",
            "Thuê bao cố định",
            "Fixed subscribers",
            unit=_SUBSCRIBERS,
            required=True,
            maximum=1_000_000,
        ),
        number(
            "mobile",
            "Thuê bao di động",
            "Mobile subscribers",
            unit=_SUBSCRIBERS,
            help=Label(
                "Thuê bao Internet di động: bộ phát 4G, USB 4G, không phải mọi điện thoại.",
                "Mobile Internet subscribers: 4G routers and modems, not every telephone.",
            ),
            maximum=1_000_000,
        ),
        NOTE,
    ),
    checks=(one_per("provider"),),
)
