# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""依申请公开: applications from receipt to court. An application is its ledger events; rows are projections."""
