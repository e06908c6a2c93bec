"""Who may do what, and which hosts are this machine."""

import pytest
from starlette.datastructures import Headers

from segue.access.actor import Actor, Role, Scope
from segue.access.dependencies import permit
from segue.access.loopback import from_loopback, has_loopback_host, host_name
from segue.errors import Forbidden

AGENT = Actor("a", Role.AGENT)
SUPERVISOR = Actor("s", Role.SUPERVISOR)
ADMIN = Actor("d", Role.ADMIN)
CUSTOMER = Actor("c", call_id="call_1")
WITH = Actor("k", scopes=frozenset({Scope.CALLS_READ}))
WITHOUT = Actor("k", scopes=frozenset({Scope.METRICS}))
WITH_FOR_BOB = Actor("k", agent_id="bob", scopes=frozenset({Scope.CALLS_READ}))


@pytest.mark.parametrize(
    ("actor", "role", "customer", "allowed"),
    [
        (AGENT, Role.AGENT, False, True),
        (AGENT, Role.SUPERVISOR, False, False),
        (AGENT, Role.ADMIN, False, False),
        (SUPERVISOR, Role.AGENT, False, True),
        (SUPERVISOR, Role.SUPERVISOR, False, True),
        (SUPERVISOR, Role.ADMIN, False, False),
        (ADMIN, Role.ADMIN, False, True),
        (CUSTOMER, Role.AGENT, False, False),
        (CUSTOMER, Role.AGENT, True, True),
        (WITH, Role.AGENT, False, True),
        (WITH, Role.ADMIN, False, True),
        (WITHOUT, Role.AGENT, True, False),
    ],
)
def test_accounts_go_by_role_keys_by_scope_and_customers_by_leave(
    actor: Actor, role: Role, customer: bool, allowed: bool
):
    if allowed:
        permit(actor, Scope.CALLS_READ, role, customer=customer)
    else:
        with pytest.raises(Forbidden):
            permit(actor, Scope.CALLS_READ, role, customer=customer)


@pytest.mark.parametrize(
    ("actor", "everything"),
    [
        (AGENT, False),
        (SUPERVISOR, True),
        (ADMIN, True),
        (CUSTOMER, False),
        (WITH, True),
        (WITH_FOR_BOB, False),
        (WITHOUT, False),
    ],
)
def test_only_who_oversees_and_programs_of_their_own_see_everything(actor: Actor, everything: bool):
    assert actor.sees_all(Scope.CALLS_READ) is everything


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("localhost", True),
        ("LOCALHOST:8080", True),
        ("alice.localhost:8080", True),
        ("127.0.0.1", True),
        ("127.8.9.1:80", True),
        ("[::1]:8080", True),
        ("localhost.", False),
        ("notlocalhost", False),
        ("localhost.evil.org", False),
        ("evil.org", False),
        ("evil.org#.localhost", False),
        ("user@localhost", False),
        ("localhost:port", False),
        ("0.0.0.0", False),
        ("", False),
        ("[::1", False),
    ],
)
def test_which_hosts_are_this_machine(host: str, ours: bool):
    assert has_loopback_host(Headers({"host": host})) is ours


def test_two_hosts_or_none_are_not_believed():
    two = Headers(raw=[(b"host", b"localhost"), (b"host", b"localhost")])
    assert not has_loopback_host(two)
    assert not has_loopback_host(Headers({}))
    assert host_name(None) is None


@pytest.mark.parametrize(
    ("client", "headers", "ours"),
    [
        (("127.0.0.1", 1), {}, True),
        (("::1", 1), {}, True),
        (("192.0.2.1", 1), {}, False),
        (None, {}, False),
        (("127.0.0.1", 1), {"Forwarded": "for=x"}, False),
        (("127.0.0.1", 1), {"X-Forwarded-Proto": "https"}, False),
        (("127.0.0.1", 1), {"X-Real-IP": "1.2.3.4"}, False),
        (("127.0.0.1", 1), {"Via": "1.1 proxy"}, False),
    ],
)
def test_a_proxy_on_this_machine_is_not_this_machine(
    client: tuple[str, int] | None, headers: dict[str, str], ours: bool
):
    scope = {"type": "http", "client": client, "headers": Headers(headers).raw}
    assert from_loopback(scope) is ours
