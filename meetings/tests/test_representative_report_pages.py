"""The pages of a representative's report: found, written without losing a word, read by everyone."""

import re

import pytest
from django.urls import reverse

from meetings import operations
from meetings.models import RepresentativeReport
from meetings.tests.doors import main_words, words_behind
from meetings.tests.reporting import minuted_meeting, publish, start, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(group):
    return minuted_meeting(group)


def desk_of(report) -> str:
    return reverse("meetings:write_representative_report", args=report.address)


def typed(page: str, **changes) -> dict[str, str]:
    """What the form on the page holds, as a browser would send it, with some of it changed."""
    boxes = re.findall(r'<input type="(?:hidden|text)" name="([\w-]+)"[^>]*?value="([^"]*)"', page)
    texts = re.findall(r'<textarea name="([\w-]+)"[^>]*>\s*([^<]*)</textarea>', page)
    return dict(boxes) | dict(texts) | changes


def test_a_representative_begins_on_the_page_of_the_meeting(record, representative, client):
    client.force_login(representative)
    page = client.get(record.meeting.get_absolute_url()).content.decode()
    assert "Report this meeting to the Voluntary Sector Alliance" in page

    start_address = reverse("meetings:start_representative_report", args=record.meeting.address)
    assert "Start the report" in client.get(start_address).content.decode()
    answer = client.post(start_address)

    report = RepresentativeReport.objects.get()
    assert answer.url == desk_of(report)
    desk = client.get(answer.url).content.decode()
    assert "The grants of last year were looked at." in desk
    assert "Ticked for you: marked of interest to the sector" in desk
    assert "Among ourselves" not in desk
    assert "The depot" not in desk
    assert client.get(start_address).url == desk_of(report)
    assert "Go on with your report" in client.get(record.meeting.get_absolute_url()).content.decode()


def test_nobody_else_is_asked_to_report(record, officer, client):
    for user in (None, officer):
        if user:
            client.force_login(user)
        assert "Report this meeting" not in client.get(record.meeting.get_absolute_url()).content.decode()


def test_unpublished_minutes_are_told_in_a_sentence(group, representative, client):
    record = minuted_meeting(group, published=False)
    client.force_login(representative)
    start_address = reverse("meetings:start_representative_report", args=record.meeting.address)

    assert "once its minutes are published" in client.get(record.meeting.get_absolute_url()).content.decode()
    assert "with the members, but not published" in client.get(start_address).content.decode()
    assert client.post(start_address).status_code == 200
    assert not RepresentativeReport.objects.exists()


def test_saving_leads_to_the_preview_and_publishing_to_the_report(record, representative, client):
    client.force_login(representative)
    report = start(record, representative)
    names = {"chosen": "on", "meaning": "More for us.", "minute": "on", "decisions": record.decision.ref}
    words = {f"item-{record.matter.pk}-{name}": value for name, value in names.items()}

    answer = client.post(desk_of(report), {"revision": "0", "title": "News", "ask": "Write to me.", **words})

    assert answer.url == reverse("meetings:publish_representative_report", args=report.address)
    preview = client.get(answer.url).content.decode()
    assert "DRAFT" in preview
    assert "More for us." in preview
    answer = client.post(answer.url)
    assert answer.url == report.get_absolute_url()
    client.logout()
    page = main_words(client.get(answer.url).content.decode())
    for said in ["News", "More for us.", "The grants are paid as before.", "Write to me."]:
        assert said in page


def test_two_windows_are_told_of_each_other_and_no_word_is_lost(record, representative, client):
    client.force_login(representative)
    report = start(record, representative)
    form = client.get(desk_of(report)).content.decode()
    client.post(desk_of(report), typed(form, introduction="First window"))

    answer = client.post(desk_of(report), typed(form, introduction="Second <b>window</b>"))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "First window" in page
    assert page.count("Second &lt;b&gt;window&lt;/b&gt;") == 2
    again = client.post(desk_of(report), typed(page, introduction="Both windows"))
    assert again.status_code == 302
    report.refresh_from_db()
    assert report.introduction == "Both windows"


@pytest.mark.parametrize(
    ("name", "words", "sentence"),
    [
        ("title", "", "Fill in “Title”."),
        ("title", "x" * 201, "must be 200 characters or fewer"),
        ("introduction", "y" * 20_001, "must be 20000 characters or fewer"),
        ("introduction", "nul\x00byte", "contains a character that cannot be kept"),
        ("revision", "minus one", "as a whole number"),
    ],
)
def test_a_bad_answer_gets_a_sentence_and_everything_typed_stays(
    name, words, sentence, record, representative, client
):
    client.force_login(representative)
    report = start(record, representative)
    sent = {"revision": "0", "title": "T", "ask": "Kept & safe"} | {name: words}

    answer = client.post(desk_of(report), sent)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Kept &amp; safe" in page


def test_a_lapsed_session_keeps_the_words(record, representative, client):
    report = start(record, representative)

    answer = client.post(desk_of(report), {"revision": "0", "title": "T", "introduction": "Long thoughts"})

    assert answer.status_code == 302
    client.force_login(representative)
    kept = client.session["kept"]
    assert kept["fields"]["introduction"] == ["Long thoughts"]


def test_the_files_say_what_the_page_says(record, representative, client):
    report = publish(record, representative)
    address = report.get_absolute_url()

    for door in (address, f"{address}report.pdf", f"{address}report.docx"):
        words = re.sub(r"\s+", " ", words_behind(client, door))
        for said in ["More money for us.", "The grants are paid as before.", "It quotes the draft minutes"]:
            assert said in words, door


def test_a_withdrawn_report_says_when_and_why_and_nothing_else(record, representative, client):
    report = publish(record, representative)
    operations.withdraw_representative_report(report, reason="I mixed up two grants.", by=representative)

    address = report.get_absolute_url()
    page = client.get(address).content.decode()
    assert "I mixed up two grants." in page
    assert "More money for us." not in page
    for door in ("report.pdf", "report.docx", "versions/"):
        assert client.get(f"{address}{door}").status_code == 404
    assert report.title not in client.get("/reports/").content.decode()


def test_versions_are_compared_word_by_word(record, representative, client):
    report = publish(record, representative)
    write(report, representative, introduction="Put right.")
    operations.publish_representative_report(report, reason="An introduction.", by=representative)

    page = client.get(f"{report.get_absolute_url()}versions/?from=1&to=2").content.decode()

    assert re.search(r"<ins>.*Put right\.", page, re.DOTALL)
    assert "What was corrected: “An introduction.”" in page
    assert client.get(f"{report.get_absolute_url()}versions/?from=1&to=9").status_code == 200
    assert client.get(f"{report.get_absolute_url()}?version=9").status_code == 404
    assert (
        "It has been corrected since" in client.get(f"{report.get_absolute_url()}?version=1").content.decode()
    )


def test_it_is_listed_wherever_one_would_look(record, representative, client):
    report = publish(record, representative)
    places = ["/reports/", record.meeting, record.meeting.group, report.author, report.body, record.topic]

    for place in places:
        address = place if isinstance(place, str) else place.get_absolute_url()
        assert report.get_absolute_url() in client.get(address).content.decode(), address
    for question in ["group=chief-executives-group", "body=voluntary-sector-alliance", "year=2007"]:
        assert report.title in client.get(f"/reports/?{question}").content.decode()
    assert report.title not in client.get("/reports/?year=1999").content.decode()


def test_the_list_asks_no_more_the_longer_it_is(
    record, representative, member, client, django_assert_max_num_queries
):
    publish(record, representative)
    with django_assert_max_num_queries(8):
        client.get("/reports/")


def test_an_officer_marks_an_item_of_interest(record, officer, client):
    client.force_login(officer)
    address = reverse("meetings:edit_item", args=[*record.meeting.address, record.other.number])
    assert "Of interest to the sector" in client.get(address).content.decode()

    client.post(address, {"access": "open", "of_interest_to": ["voluntary", "public"]})

    record.other.refresh_from_db()
    assert record.other.of_interest_to == ["voluntary", "public"]
