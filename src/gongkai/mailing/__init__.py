# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""邮件订阅: what readers asked to be told of, at an address nobody can read in the database, and what was sent.

An address is sealed and found again by a keyed digest; no row of the ledger, no log and no screen of the desk shows it. A subscription
counts only once its own address has said yes, every mail has the way out in it, and what is ended is deleted.
"""
