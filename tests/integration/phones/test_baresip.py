"""A phone that is not ours: what works with our own scripted one works with baresip as well."""

from pathlib import Path

from segue.up.ports import LOOPBACK, free_port
from segue.up.sip import answers
from tests.fakes.ear import until
from tests.integration.phones.conftest import CALLED, World
from tests.media.sound import BOB, PATIENCE_SECONDS
from tests.servers import Running, Servers, clean_environment

MODULES = "/usr/lib/baresip/modules"
CLOSED = "session closed"


def baresip(servers: Servers, place: Path, hz: float) -> tuple[Running, str]:
    """A phone that answers at once and plays a tone; and where it is called."""
    port = free_port(in_a_row=2)  # it takes SIP at the first, and SIP over TLS at the next
    modules = ("g711", "ausine")
    settings = (
        f"module_path {MODULES}",
        *(f"module {name}.so" for name in modules),
        "module_app account.so",
        "module_app menu.so",
        f"sip_listen {LOOPBACK}:{port}",
        f"net_interface {LOOPBACK}",
        f"audio_source ausine,{hz:g}",
        "ausrc_srate 48000",
        "ausrc_channels 2",
    )
    (place / "config").write_text("\n".join(settings) + "\n")
    account = f"<sip:{CALLED}@{LOOPBACK}:{port}>;regint=0;answermode=auto;audio_codecs=PCMU"
    (place / "accounts").write_text(account + "\n")
    phone = Running(
        name="baresip",
        command=["baresip", "-4", "-v", "-f", str(place)],
        environment=clean_environment(HOME=str(place)),
        directory=place,
        ready=lambda: answers(LOOPBACK, port),
    )
    servers.own(phone)
    phone.start()
    return phone, f"{LOOPBACK}:{port}"


async def test_baresip_is_dialled_and_heard(world: World, servers: Servers, tmp_path: Path) -> None:
    phone, address = baresip(servers, tmp_path, BOB)
    async with world.agent() as agent:
        await world.dial(address)
        await agent.ear.until_tone(BOB)
        await world.remove("phone:a")
        await until(
            lambda: CLOSED in phone.log_file.read_text(), PATIENCE_SECONDS, "it was not hung up"
        )
