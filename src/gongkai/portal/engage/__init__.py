# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""政民互动 in public: what is asked of people, what they ask, and what was answered. Pages are pressed, forms are not."""
