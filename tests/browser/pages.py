# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What every test in the browser does."""


def send(page, selector):
    """Click what leads to another page and wait until it stands: a click alone does not, and the next step would cut it off."""
    with page.expect_navigation():
        page.click(selector)
