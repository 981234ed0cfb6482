# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Organs, people and roles (行政机关、人员、岗位): who may see and do what."""
