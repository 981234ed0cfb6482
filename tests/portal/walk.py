# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""How a person without script goes through the forms: by what each page carries, one button at a time."""

import re
from html import unescape

WHO = {
    "kind": "np", "name": "林晓（示例）", "certificate": "resident", "identity": "110101199003070003", "phone": "13800000000",
}  # fmt: skip
WHAT = {
    "organ": "xian",
    "title": "县前路片区房屋征收补偿方案",
    "number": "",
    "period": "2023年",
    "description": "",
}
HOW = {"way": "email", "email": "shili@example.cn", "address": "", "postcode": ""}


def html_of(response):
    return response.content.decode()


def hidden(html, name="state"):
    """The value a page carries in a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    return unescape(found[1]) if found else None


def step_of(html):
    return re.search(r'name="at" value="(\w+)"', html)[1]


class Walk:
    """One person's way through the steps."""

    def __init__(self, client):
        self.client = client
        self.html = html_of(client.get("/apply/form/"))
        self.status = 200

    def post(self, go="next", **fields):
        data = {"state": hidden(self.html), "at": step_of(self.html), "go": go, **fields}
        response = self.client.post("/apply/form/", data)
        self.html, self.status, self.response = html_of(response), response.status_code, response
        return self

    def to_the_end(self, who=None, what=None, how=None):
        """All three steps; advice is read and passed."""
        self.post(**{**WHO, **(who or {})})
        self.post(**{**WHAT, **(what or {})})
        if 'id="advice"' in self.html:
            self.post(**{**WHAT, **(what or {})})
        return self.post(**{**HOW, **(how or {})})

    @property
    def number(self):
        return re.search(r"[A-Z]+-YSQ-\d{4}-\d{4}", self.html)[0]

    @property
    def code(self):
        return re.search(r'id="code">([A-Z0-9-]+)<', self.html)[1]
