# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0

"""Gongkai 公开: government information disclosure on one record."""

__version__ = "0.1.0"
