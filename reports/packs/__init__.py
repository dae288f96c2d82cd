"""Files to take away: the quarterly report, the delivery plan, the Board pack.

A file is drawn from the same report object as the page. What it says is first put together as
plain tables, or as a document of headings, words, tables and pictures; the same document is
written as PDF and as Word.
"""
