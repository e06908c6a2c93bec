"""The way from an active call into each state of a transfer that is not over, to stay there."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from tests.media.scene import Picture, Scene

WITH_ALICE: Picture = {"customer": {"alice"}, "alice": {"customer"}}
WITH_BOB: Picture = {"customer": {"bob"}, "bob": {"customer"}}
MUSIC: Picture = {"customer": {"music"}}
PRIVATE: Picture = {"customer": {"music"}, "alice": {"bob"}, "bob": {"alice"}}
ALL_THREE: Picture = {
    "customer": {"alice", "bob"},
    "alice": {"customer", "bob"},
    "bob": {"customer", "alice"},
}
"""Who hears whom in a state; whoever is not named hears nobody."""

Step = Callable[[Scene], Awaitable[object]]


async def _nothing(_: Scene) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Stay:
    """How to get into a state."""

    enter: Step
    before: Step = Scene.consult
    """What can be done long before; some states do not last."""


async def _with_the_customer(scene: Scene) -> None:
    await scene.move("swap", {"focus": "customer"})
    await scene.until("consulting", focus="customer")


async def _conferencing(scene: Scene) -> None:
    await scene.move("merge")
    await scene.until("conferencing")


async def _completing(scene: Scene) -> None:
    """Bob does not speak, so that it stays until its deadline (5 s)."""
    scene.bob.party.withhold()
    await scene.completing()


async def _returning(scene: Scene) -> None:
    """Alice does not speak, so that it stays until its deadline (10 s)."""
    scene.alice.party.withhold()
    await scene.move("cancel")
    await scene.until("returning")


async def _preparing(scene: Scene) -> None:
    await scene.initiate(ring_seconds=120)


async def _ringing(scene: Scene) -> None:
    await scene.ring(ring_seconds=120)


STATES: Mapping[str, Stay] = {
    # Ends by itself within a moment; whoever wants it to stay stops serve.
    "preparing": Stay(_preparing, _nothing),
    "ringing": Stay(_ringing, _nothing),
    "consulting": Stay(_nothing),
    "with the customer": Stay(_with_the_customer),
    "conferencing": Stay(_conferencing),
    "completing": Stay(_completing),
    "returning": Stay(_returning),
}
