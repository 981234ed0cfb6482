# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A follower in a thread: follows what changed and only that, and a failure is tried again."""

import pytest

from gongkai.ledger import watching


class Looks:
    """Stands for the event that stops the thread: so many looks, without waiting."""

    def __init__(self, times):
        self.left = times

    def wait(self, seconds):
        assert 0 < seconds <= 1  # what another host wrote is found within a second
        self.left -= 1
        return self.left < 0


@pytest.mark.django_db
def test_it_follows_when_something_changed_and_again_after_a_failure(monkeypatch, caplog):
    monkeypatch.setattr(watching, "close_old_connections", lambda: None)
    monkeypatch.setattr(watching.connection, "close", lambda: None)
    states, followed = iter("aabbb"), []

    def follow():
        followed.append(len(followed))
        if len(followed) == 2:
            raise OSError("the disk is full")

    watching.watch("示例", lambda: next(states), follow, Looks(5))
    assert followed == [0, 1, 2]
    assert "示例" in caplog.text
