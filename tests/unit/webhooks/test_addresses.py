"""A webhook leads into no network but the public one, however its URL is spelt."""

import pytest
from pydantic import ValidationError

from segue.webhooks.addresses import AddressRefused, is_public, public_addresses, resolve
from segue.webhooks.schemas import WebhookCreate
from segue.webhooks.service import WebhookUrlRefused, check_url

PRIVATE = [
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1",
    "192.168.1.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
    "2002:7f00:1::", "2001:0:7f00:1::", "fc00::1", "fe80::1", "fec0::1", "ff02::1",
]  # fmt: skip
SPELT = [
    "127.1", "127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "0", "[::1]", "[::]",
    "169.254.169.254", "10.0.0.1", "[::ffff:10.0.0.1]", "[::ffff:7f00:1]", "localhost",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_known(address: str):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.215.14", "2606:4700:4700::1111"])
def test_public_addresses_are_known(address: str):
    assert is_public(address)


def wanted(url: str) -> WebhookCreate:
    return WebhookCreate.model_validate({"url": url, "events": ["call.ended"]})


@pytest.mark.parametrize("host", SPELT)
async def test_no_spelling_of_a_private_address_is_taken(host: str):
    with pytest.raises(WebhookUrlRefused):
        await check_url(wanted(f"https://{host}/hook"), resolve)


async def test_plain_http_is_refused_and_a_public_address_is_not():
    with pytest.raises(WebhookUrlRefused):
        await check_url(wanted("http://1.1.1.1/hook"), resolve)
    await check_url(wanted("https://1.1.1.1/hook"), resolve)


@pytest.mark.parametrize("url", ["https://me:secret@1.1.1.1/", "ftp://1.1.1.1/", "https://", "x"])
def test_what_is_no_url_for_a_webhook(url: str):
    with pytest.raises(ValidationError):
        wanted(url)


async def test_one_private_address_among_public_ones_is_enough():
    async def both(_: str, __: int) -> list[str]:
        return ["1.1.1.1", "10.0.0.1"]

    with pytest.raises(AddressRefused):
        await public_addresses(both, "hook.example.com", 443)


async def test_a_name_that_is_not_known_yet_is_judged_later():
    async def nothing(_: str, __: int) -> list[str]:
        raise OSError

    await check_url(wanted("https://hook.example.com/"), nothing)
