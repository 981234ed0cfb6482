# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""网站检查: any site looked at from outside, as its readers see it (国办秘函〔2019〕19号; 国办发〔2017〕47号).

`pages` reads one answer, `rules` judge pages and the whole site (both pure: no network, no database, the day an argument),
`fetching` asks politely and goes nowhere private, `crawl` walks the site and can be taken up again, `actions` keeps the outcome.
"""
