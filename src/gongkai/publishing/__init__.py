# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""主动公开: columns, documents, interpretations, the normative register and decision counts."""
