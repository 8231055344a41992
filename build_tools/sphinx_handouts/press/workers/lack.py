"""That there are no workers: told apart from them, for whoever hires none."""

from __future__ import annotations


class PoolError(Exception):
    """Why no worker can be had, in a sentence."""
