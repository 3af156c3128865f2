"""Every way by which something of a meeting can be read, and the words that come out of each."""

import io
import re

import docx
from django.utils.html import strip_tags
from docx.oxml.ns import qn
from pypdf import PdfReader


def doors(meeting, *, decisions=(), actions=()):
    """The addresses behind which something of this meeting may be found."""
    address = meeting.get_absolute_url()
    versions = [version.number for version in meeting.minutes_versions.all()]
    return [
        "/meetings/",
        f"/meetings/?group={meeting.group.slug}",
        address,
        *(f"{address}{name}" for name in ("agenda.pdf", "agenda.docx", "minutes.pdf", "minutes.docx")),
        f"{address}minutes/versions/",
        *(f"{address}?version={number}" for number in versions),
        *(f"{address}minutes.docx?version={number}" for number in versions),
        *(f"{address}minutes/versions/compare/?from=1&to={number}" for number in versions),
        "/decisions/",
        "/decisions/decisions.csv",
        *(decision.get_absolute_url() for decision in decisions),
        "/actions/",
        *(action.get_absolute_url() for action in actions),
    ]


def words_behind(client, address):
    """Everything that a reader gets to see there, and everything in the page's source; nothing for a 404."""
    response = client.get(address)
    assert response.status_code in (200, 404), (address, response.status_code)
    if response.status_code == 404:
        return ""
    content = response.getvalue()
    if content.startswith(b"%PDF"):
        return words_of_pdf(content)
    if content.startswith(b"PK"):
        return words_of_word(content)
    return content.decode()


def found_behind(client, addresses, word):
    """The doors that let the word out."""
    return [address for address in addresses if word in words_behind(client, address)]


def words_of_pdf(content):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def words_of_word(content):
    document = docx.Document(io.BytesIO(content))
    parts = [document.element.body]
    for section in document.sections:
        parts += [section.header._element, section.footer._element]
    # A tab or a new line stands between words.
    spelt = {qn("w:tab"): " ", qn("w:br"): " "}
    paragraphs = [paragraph for part in parts for paragraph in part.iter(qn("w:p"))]
    return " ".join(
        "".join(spelt.get(element.tag, element.text or "") for element in paragraph.iter(qn("w:t"), *spelt))
        for paragraph in paragraphs
    )


def main_words(html):
    """The words of the page itself, without what stands around every page."""
    main = re.search(r"<main.*?</main>", html, re.DOTALL)[0]
    return re.sub(
        r"\s+",
        " ",
        strip_tags(re.sub(r"<(?:br|/p|/li|/dd|/dt|/h\d|/a|/span|/strong)[^>]*>", r"\g<0> ", main)),
    )
