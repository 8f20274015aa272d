"""What may befall a world, as often as it does: deeds for `World.play`."""

from tests.model.smuggling import smuggle, split
from tests.model.world import Act, World

DEEDS: tuple[Act, ...] = (
    *[World.create] * 3, *[World.open] * 4, *[World.save] * 4, *[World.edit] * 7, World.unknown,
    *[World.contest] * 3, World.enrol,
    *[smuggle] * 3, *[split] * 2,
    *[World.delete] * 2, World.delete_later, World.bring_back, *[World.merge] * 2, *[World.review] * 2,
    World.finalise, *[World.export] * 3, *[World.deliver] * 8, *[World.exchange] * 6,
    World.reply, World.clone, World.back_up, *[World.restore] * 2, *[World.clock] * 2,
)  # fmt: skip
"""How often each deed falls: revocation and admission stand in histories of their own."""
HARSH: tuple[Act, ...] = (*DEEDS, *[World.revoke] * 2, *[World.admit] * 2)
