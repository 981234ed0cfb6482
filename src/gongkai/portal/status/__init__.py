# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""办理进度: number and query code open one case, its clock, its story, and what its applicant may do next."""
