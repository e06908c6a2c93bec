"""GET /metrics."""

from fastapi import APIRouter, Request, Response
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from segue.access.actor import Role, Scope
from segue.access.dependencies import actor_of, permit
from segue.access.loopback import from_loopback, has_loopback_host
from segue.telemetry.metrics import REGISTRY

router = APIRouter()


@router.get("/metrics", tags=["operating"], response_class=Response)
async def metrics(request: Request) -> Response:
    """The process's figures for Prometheus; from elsewhere with a key of scope `metrics`.

    A request that a proxy has passed on, or that another name for this machine has led here, does
    not count as coming from it.
    """
    if not (from_loopback(request.scope) and has_loopback_host(request.headers)):
        permit(await actor_of(request), Scope.METRICS, Role.ADMIN)
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)
