# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""依申请公开 for the public: look first, apply in three steps, bring another matter. No account, no script needed."""
