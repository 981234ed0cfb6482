# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""监督保障: rectification notices, findings, accountability, assessment and social review."""
