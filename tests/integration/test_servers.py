import http.client
import os
import select
import subprocess
import sys
import textwrap
import time
from contextlib import closing
from pathlib import Path

import psutil

from segue.up.livekit import Answer, check
from tests.servers import LiveKit, Postgres, Serve, Servers, get_ok, wait_for


async def test_livekit_takes_its_own_key_and_no_other(livekit: LiveKit) -> None:
    assert await check(livekit.url, livekit.key, livekit.secret) is Answer.GOOD
    assert await check(livekit.url, livekit.key, "x" * 40) is Answer.KEY_REFUSED


async def test_a_restarted_livekit_is_the_same_to_its_clients(servers: Servers) -> None:
    voice = servers.livekit()
    first = voice.pid
    voice.kill()
    assert not get_ok(voice.http_url)
    voice.start()
    assert voice.pid != first
    assert await check(voice.url, voice.key, voice.secret) is Answer.GOOD


def test_each_database_is_empty_and_dropped(postgres: Postgres) -> None:
    with postgres.database() as url:
        name = url.rsplit("/", 1)[1]
        postgres.sql("CREATE TABLE t (x int)", name)
    with postgres.database() as url:
        tables = postgres.sql("SELECT count(*) FROM pg_tables WHERE tablename = 't'", url[-13:])
    assert tables == "0"
    assert name not in postgres.sql("SELECT datname FROM pg_database")


def test_servers_die_with_a_killed_run(tmp_path: Path) -> None:
    script = textwrap.dedent(f"""
        import sys, time
        from pathlib import Path
        from tests.servers import Servers
        servers = Servers(Path({str(tmp_path)!r}))
        print(servers.livekit().pid, servers.postgres().pid, flush=True)
        time.sleep(60)
    """)
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=root,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(root)},
    ) as run:
        assert run.stdout is not None
        pids = [int(pid) for pid in run.stdout.readline().split()]
        assert len(pids) == 2
        run.kill()
        wait_for(lambda: not any(map(psutil.pid_exists, pids)), 5, "orphans are gone")


def test_serve_is_the_same_after_a_kill(serve: Serve) -> None:
    parts = {"database": "ok", "livekit": "ok", "companion": "idle", "llm": "idle"}
    ready = {"ready": True, **parts}
    with serve.client() as client:
        wait_for(lambda: client.get("/readyz").json() == ready, 30, "serve is ready")
        before = client.get("/openapi.json").json()
        serve.restart()
        wait_for(lambda: client.get("/readyz").json() == ready, 30, "serve is ready again")
        assert client.get("/openapi.json").json() == before


def test_an_idle_connection_stays_good(servers: Servers) -> None:
    serve = servers.serve(servers.livekit())
    with closing(http.client.HTTPConnection("127.0.0.1", serve.port, timeout=5)) as connection:
        for pause in (6, 0):  # httpx keeps an idle connection for 5 s, proxies for 60 s
            connection.request("GET", "/healthz")
            assert connection.getresponse().read()
            assert connection.sock is not None
            time.sleep(pause)
            assert not select.select([connection.sock], [], [], 0)[0], "serve closed it"
