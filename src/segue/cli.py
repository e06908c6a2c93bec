"""The command `segue`. What a command needs is imported when it runs."""

import asyncio
import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from segue import __version__
from segue.settings import Settings, get_settings

if TYPE_CHECKING:
    from segue.access.actor import Role

app = typer.Typer(
    help="A self-hosted warm-transfer desk on LiveKit.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # its frames would show secrets, and tear log files apart
)
account = typer.Typer(help="Who may sign in.", no_args_is_help=True)
app.add_typer(account, name="account")
telephony = typer.Typer(help="Phones.", no_args_is_help=True)
app.add_typer(telephony, name="telephony")


def main() -> None:
    """Run the command line."""
    os.umask(0o077)  # databases and logs are for whoever runs Segue
    app()


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


@app.command()
def up(
    demo: Annotated[
        bool, typer.Option("--demo", help="Agents, one-click sign-in and simulated customers.")
    ] = False,
    phones: Annotated[
        bool, typer.Option("--phones", help="Phones too: livekit-sip, and the Redis it needs.")
    ] = False,
) -> None:
    """Start everything on this machine, and stop it together."""
    from segue.telemetry.logs import configure_logging
    from segue.up.screen import Screen
    from segue.up.supervisor import up as run

    settings = _settings()
    logs = settings.data_dir / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    with (logs / "up.log").open("a", buffering=1) as sink:
        configure_logging(settings, sink)  # the terminal has the short lines
        wanted = {"demo": demo or settings.demo, "phones": phones or settings.phones}
        status = asyncio.run(run(settings, Screen(), **wanted))
    raise typer.Exit(status)


@app.command()
def serve() -> None:
    """Run the control plane: API, desk, webhooks, live events."""
    import uvicorn

    from segue.up.keys import missing, refusal
    from segue.up.ports import Wanted

    settings = _settings()
    _stop_if(missing(settings) or refusal(settings))
    _stop_if(Wanted("the desk", settings.host, settings.port, "SEGUE_PORT").complaint())
    uvicorn.run(
        "segue.app:create_app",
        factory=True,
        host=settings.host,
        port=settings.port,
        # Without a proxy anybody could write what X-Forwarded-For says.
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        server_header=False,
        access_log=False,
        log_config=None,
        # Longer than clients and proxies keep an idle connection (httpx 5 s, nginx and most load
        # balancers 60 s): whoever closes first must be the one who sends, or a request is lost.
        timeout_keep_alive=75,
        # Event streams stay open for hours; they resume elsewhere by Last-Event-ID.
        timeout_graceful_shutdown=2,
    )


@app.command()
def companion() -> None:
    """Run the worker that joins calls to listen, play hold music and speak."""
    from segue.companion import worker
    from segue.telemetry.logs import configure_logging
    from segue.up.keys import missing

    settings = _settings()
    _stop_if(missing(settings))
    configure_logging(settings)
    worker.main(settings)


@app.command()
def doctor(
    parts: Annotated[
        list[str] | None, typer.Argument(help="Only these parts, such as: livekit audio")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Check each part by itself; 1 when one fails."""
    from segue.up.checks import CHECKS
    from segue.up.doctor import examine, show

    try:
        reports = asyncio.run(examine(_settings(), parts or [], CHECKS))
    except ValueError as error:
        raise _Stop(str(error)) from None
    raise typer.Exit(show(reports, as_json=as_json))


@app.command()
def brief() -> None:
    """Read a conversation as JSON on standard input and print its briefing as JSON."""
    from pydantic import ValidationError

    from segue.assist.brief import brief as briefed

    try:
        typer.echo(briefed(sys.stdin.buffer.read()))
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(str(part) for part in problem["loc"])
        raise _Stop(f"{where or 'The conversation'}: {problem['msg']}") from None


@telephony.command("apply")
def telephony_apply() -> None:
    """Bring LiveKit's SIP trunk for calls in, and its rule, in step with the settings."""
    from segue.errors import MediaUnavailable
    from segue.telephony.trunk import Refused, Trunk, apply

    settings = _settings()
    try:
        change = asyncio.run(apply(settings))
    except MediaUnavailable:
        raise _Stop(f"LiveKit at {settings.server_livekit_url} does not answer.") from None
    except Refused as error:
        raise _Stop(f"LiveKit refuses the trunk: {error}") from None
    wanted = Trunk.of(settings).wanted
    numbers = ", ".join(wanted.numbers) if wanted else "no number"
    typer.echo(f"The trunk for calls in ({numbers}): {change}.")


@account.command("add")
def account_add(
    email: Annotated[str, typer.Argument(help="With what they will sign in.")],
    admin: Annotated[bool, typer.Option("--admin", help="May do everything.")] = False,
    supervisor: Annotated[bool, typer.Option("--supervisor", help="Sees all calls.")] = False,
    name: Annotated[str | None, typer.Option(help="Else the part before the @.")] = None,
    agent: Annotated[str | None, typer.Option(help="The agent they are, by handle.")] = None,
) -> None:
    """Make an account, or let its owner in again; prints a one-time link."""
    from pydantic import ValidationError

    from segue.access.actor import Role
    from segue.errors import SegueError

    role = Role.ADMIN if admin else Role.SUPERVISOR if supervisor else Role.AGENT
    settings = _settings()
    try:
        code = asyncio.run(_add_account(settings, email, name, role, agent))
    except SegueError as error:
        raise _Stop(error.sentence) from None
    except ValidationError as error:
        problem = error.errors()[0]
        what = ".".join(str(part) for part in problem["loc"])
        raise _Stop(
            f"{what}: {problem['msg']}" if what else f"{email} is not an e-mail address."
        ) from None
    typer.echo(f"{settings.public_url}/welcome/{code}")


async def _add_account(
    settings: Settings, email: str, name: str | None, role: "Role", agent: str | None
) -> str:
    from segue.access.service import add_account
    from segue.database import Database
    from segue.migrations.run import upgrade

    database = Database(settings.database)
    try:
        await upgrade(database)
        return await add_account(
            database, email, name or email.split("@", maxsplit=1)[0], role, agent
        )
    finally:
        await database.close()


def _settings() -> Settings:
    """The settings; a wrong one is named in a line instead of a traceback."""
    from pydantic import ValidationError

    try:
        return get_settings()
    except ValidationError as error:
        for problem in error.errors():
            where = ".".join(str(part) for part in problem["loc"])
            typer.secho(f"✗ {where}: {problem['msg']}", err=True, fg="red")
        raise typer.Exit(2) from None


def _stop_if(complaint: str | None) -> None:
    if complaint:
        raise _Stop(complaint)


class _Stop(typer.Exit):
    """The end of a command, with one line on what is wrong."""

    def __init__(self, complaint: str) -> None:
        typer.secho(f"✗ {complaint}", err=True, fg="red")
        super().__init__(1)
