# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The only history: append-only, hash-chained events (账本).

`actions.append` is the one way in; nothing updates or deletes a row, and the database refuses both.
Payloads never hold personal data: an applicant's particulars live encrypted in the applications room (ADR 0004).
"""
