# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""静态发布: public pages are files, pressed from the record (ADR 0013).

pages.py says what a page is; documents.py, lists.py, fronts.py are the pages, casting.py fills thousands of documents' into one mould; touching.py says which of them an event or a day
touches; following.py presses those, rebuilding.py all of them; manifest.py signs what was pressed, verifying.py compares; serving.py
gives the files to readers. Addresses are the portal's own: a page that is not pressed is made by its view, from the same class.
"""
