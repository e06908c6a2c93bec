"""One delivery over the wire: to the address that was judged, without redirects, and briefly."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import httpx

from segue.webhooks.addresses import AddressRefused, Resolve, public_addresses
from segue.webhooks.schemas import Outcome

LIMIT_SECONDS = 5.0
ANSWER_BYTES: Final = 4096


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a try."""

    outcome: Outcome
    http_status: int | None = None


class Wire:
    """Sends deliveries. What receivers answer is read a little, and not kept."""

    def __init__(self, resolve: Resolve, *, allow_private: bool) -> None:
        self._resolve = resolve
        self._allow_private = allow_private
        # A connection is for one name only: two names may share an address, and neither may be
        # spoken to as the other. Settings for proxies in the environment would undo the judgement.
        self._client = httpx.AsyncClient(
            verify=ssl.create_default_context(),
            limits=httpx.Limits(max_keepalive_connections=0),
            timeout=LIMIT_SECONDS,
            trust_env=False,
            follow_redirects=False,
        )

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.aclose()

    async def post(self, url: str, body: str, headers: Mapping[str, str]) -> Answered:
        """Send it; raises nothing of what receivers and networks can do."""
        try:
            async with asyncio.timeout(LIMIT_SECONDS):
                return await self._post(httpx.URL(url), body, headers)
        except (TimeoutError, httpx.TimeoutException):
            return Answered(Outcome.TIMEOUT)
        except AddressRefused:
            return Answered(Outcome.ADDRESS_REFUSED)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError):
            return Answered(Outcome.UNREACHABLE)

    async def _post(self, url: httpx.URL, body: str, headers: Mapping[str, str]) -> Answered:
        port = url.port or (443 if url.scheme == "https" else 80)
        if self._allow_private:
            addresses = await self._resolve(url.host, port)
        elif url.scheme == "https":
            addresses = await public_addresses(self._resolve, url.host, port)
        else:
            raise AddressRefused
        if not addresses:
            return Answered(Outcome.UNREACHABLE)
        for address in addresses[:-1]:
            try:
                return await self._post_to(address, url, body, headers)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue  # a machine without IPv6 finds addresses that it cannot reach
        return await self._post_to(addresses[-1], url, body, headers)

    async def _post_to(
        self, address: str, url: httpx.URL, body: str, headers: Mapping[str, str]
    ) -> Answered:
        # The certificate must be the name's, whatever the address.
        request = self._client.build_request(
            "POST",
            url.copy_with(host=address),
            content=body.encode(),
            headers={**headers, "host": url.netloc.decode("ascii")},
            extensions={"sni_hostname": url.raw_host.decode("ascii")},
        )
        answer = await self._client.send(request, stream=True)
        try:
            read = 0
            async for chunk in answer.aiter_raw():
                read += len(chunk)
                if read >= ANSWER_BYTES:
                    break
        finally:
            await answer.aclose()
        outcome = Outcome.DELIVERED if answer.is_success else Outcome.REFUSED
        return Answered(outcome, answer.status_code)
