"""The figures that an operator needs, for Prometheus.

They belong to the process, not to one application: a replica's figures are its own.
"""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry()

TRANSFERS = Counter(
    "segue_transfers", "Transfers that ended, by outcome.", ["outcome"], registry=REGISTRY
)
TRANSFER_RING_SECONDS = Histogram(
    "segue_transfer_ring_seconds",
    "How long an offer rang until it was accepted, declined or given up.",
    buckets=(1, 2, 3, 5, 8, 12, 20, 30, 60, 120),
    registry=REGISTRY,
)
TRANSFER_HOLD_SECONDS = Histogram(
    "segue_transfer_hold_seconds",
    "How long a customer heard music during a transfer.",
    buckets=(1, 3, 5, 10, 20, 30, 60, 120, 180, 300, 600),
    registry=REGISTRY,
)
TRANSFER_HANDOFF_SECONDS = Histogram(
    "segue_transfer_handoff_seconds",
    "From complete until `to` was audible to the customer.",
    buckets=(0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.6, 1, 2, 5, 10),
    registry=REGISTRY,
)
CALLS_OPEN = Gauge("segue_calls_open", "Open calls, by state.", ["state"], registry=REGISTRY)
LIVEKIT_UP = Gauge("segue_livekit_up", "1 while LiveKit answers, else 0.", registry=REGISTRY)
APPLY_REPAIRS = Counter(
    "segue_apply_repairs",
    "What apply had to change in LiveKit to match the line-up, by kind.",
    ["kind"],
    registry=REGISTRY,
)
DIALS = Counter(
    "segue_dials", "Calls to phones that are over, by outcome.", ["outcome"], registry=REGISTRY
)
COMPANION_LOST = Counter(
    "segue_companion_lost",
    "Times a companion's heartbeat stopped and it was dispatched again.",
    registry=REGISTRY,
)
EVENT_STREAMS = Gauge("segue_events_streams", "Event streams that are open now.", registry=REGISTRY)
HTTP_REQUEST_SECONDS = Histogram(
    "segue_http_request_seconds",
    "How long requests took, by method, route and status; streams count until they close.",
    ["method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
WEBHOOK_TRIES = Counter(
    "segue_webhook_tries",
    "Tries to deliver a webhook, by outcome: delivered, or why not.",
    ["outcome"],
    registry=REGISTRY,
)
SUGGESTIONS = Counter(
    "segue_suggestions",
    "Suggestions that an agent did something with, by kind and feedback: used, dismissed.",
    ["kind", "feedback"],
    registry=REGISTRY,
)
LLM_REQUESTS = Counter(
    "segue_llm_requests",
    "Questions to a language model, by task and outcome: answered, or why not.",
    ["task", "outcome"],
    registry=REGISTRY,
)
LLM_SECONDS = Histogram(
    "segue_llm_seconds",
    "How long a model took for an answer, or until it was given up, retries included.",
    ["task"],
    buckets=(0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 13, 20, 30),
    registry=REGISTRY,
)
LLM_RETRIES = Counter(
    "segue_llm_retries", "Requests to a model that were sent again.", registry=REGISTRY
)
LLM_TOKENS = Counter(
    "segue_llm_tokens",
    "Tokens by model and direction (input, output), as the model's server counts them.",
    ["model", "direction"],
    registry=REGISTRY,
)
LLM_COST = Counter(
    "segue_llm_cost_dollars",
    "What the tokens cost by public price lists; nothing for models that no list has.",
    ["model"],
    registry=REGISTRY,
)
LLM_CACHE = Counter(
    "segue_llm_cache", "Answers looked for in the cache: hit or miss.", ["outcome"],
    registry=REGISTRY,
)  # fmt: skip
LLM_DROPPED = Counter(
    "segue_llm_dropped_statements",
    "Statements of a model that its transcript does not say, and that were left out.",
    registry=REGISTRY,
)
LLM_BREAKER_OPEN = Gauge(
    "segue_llm_breaker_open",
    "1 while a model is left alone after failures, else 0.",
    ["model"],
    registry=REGISTRY,
)
LLM_RUNNING = Gauge(
    "segue_llm_running", "Questions that models are at work on now.", registry=REGISTRY
)
