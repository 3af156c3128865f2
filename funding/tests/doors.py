"""What a page of money says, figure by figure."""

import re
from html import unescape


def words_of(response) -> str:
    """The words of a page with a blank between any two parts of it, so that figures of a table stand apart."""
    html = response.content.decode()
    main = html[html.find("<main") :]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main))).strip()
