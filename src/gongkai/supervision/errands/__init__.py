# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""交办的长任务: looks at sites and inspections that an officer orders on the desk and that take longer than a page may.

`models` keeps each with how far it is, `actions` order, stop and take up again, `working` does them one after the other in a
process of its own (`gongkai work`), `waking` begins that process. Broken off, one goes on where it was.
"""
