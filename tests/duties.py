"""Which outputs speak of which duty: flags and the calendar."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Duty(NamedTuple):
    """Which flags and which duties of the calendar speak of one duty."""

    flags: Sequence[str]
    duties: Sequence[str]


DUTIES: Mapping[str, Duty] = {
    "fria": Duty(["fria-required"], ["fria"]),
    "deployer": Duty(["deployer-duties"], ["use-as-instructed", "oversight-assigned", "incident-report"]),
    "logs": Duty(["keep-logs"], ["keep-logs"]),
    "people": Duty(["tell-people", "tell-people-police"], ["people-told"]),
    "workers": Duty(["tell-workers"], ["workers-told"]),
    "register": Duty(["register-eu-database"], ["register-eu", "register-eu-closed"]),
    "closed": Duty(["closed-registration"], ["register-eu-closed"]),
    "registered": Duty([], ["registered-only"]),
    "explain": Duty(["explain-decisions"], ["explain"]),
    "biometrics": Duty(["tell-biometrics"], ["emotion-told"]),
    "live": Duty([], ["live-recognition-authorised", "fria-live-recognition"]),
    "post-remote": Duty([], ["post-remote-authorised", "post-remote-report"]),
    "provider": Duty(["you-are-provider"], ["provider-duties"]),
    "derogation": Duty(["derogation-claimed", "derogation-impossible"], ["derogation-on-paper"]),
    "national": Duty(["critical-infrastructure"], []),
    "register-nationally": Duty([], ["register-national"]),
    "literacy": Duty([], ["literacy"]),
    "chatbot": Duty([], ["chatbot-told"]),
    "marking": Duty([], ["output-marked"]),
    "deepfake": Duty([], ["deepfake-told"]),
    "older": Duty(["older-system"], ["legacy-watch"]),
    "stop": Duty(["prohibited-use"], []),
    "test": Duty(["test-counts-as-use"], []),
}
