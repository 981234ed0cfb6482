# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""政民互动: consultations, press conferences, interviews, hotline, enterprise service, training, job fairs."""
