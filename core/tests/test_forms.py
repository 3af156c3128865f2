"""Whatever a person sends gets a sentence beside the question and in the summary, with all they typed kept."""

import datetime
import io
import zipfile

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template

from core.forms import DayField, GovukForm, MarkdownField, TimeField, UploadField


class MeetingForm(GovukForm):
    submit_label = "Call the meeting"

    title = forms.CharField(label="Title", max_length=20)
    day = DayField(label="Day of the meeting")
    time = TimeField(label="Time", required=False)
    kind = forms.ChoiceField(
        label="Kind", choices=[("a", "Ordinary"), ("b", "Special")], widget=forms.RadioSelect
    )
    places = forms.IntegerField(label="Places", required=False, max_value=99)
    text = MarkdownField(label="Text", required=False)


GOOD = {"title": "Board", "day_0": "2", "day_1": "2", "day_2": "2007", "kind": "a"}


def day_of(day, month, year, **options):
    class Form(GovukForm):
        day = DayField(label="Day", **options)

    return Form({"day_0": day, "day_1": month, "day_2": year})


# Days


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        ("2", "2", "2007"),
        (" 02 ", "02", "2007"),
        ("2", "Feb", "2007"),
        ("2", "february", "2007"),
        ("2", "Feb.", "2007"),
    ],
)
def test_a_day_is_understood_however_it_is_written(day, month, year):
    form = day_of(day, month, year)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == datetime.date(2007, 2, 2)


@pytest.mark.parametrize(
    ("day", "month", "year", "sentence"),
    [
        ("31", "2", "2007", "February 2007 has only 28 days."),
        ("29", "2", "2100", "February 2100 has only 28 days."),
        ("2", "2", "0207", "Enter a year between 1900 and 2100."),
        ("2", "2", "07", "Enter a year between 1900 and 2100."),
        ("2", "2", "99999999999", "Enter a year between 1900 and 2100."),
        ("2", "2", "1899", "Enter a year between 1900 and 2100."),
        ("two", "2", "2007", "The day must be a number between 1 and 31."),
        ("0", "2", "2007", "The day must be a number between 1 and 31."),
        ("-1", "2", "2007", "The day must be a number between 1 and 31."),
        ("2", "13", "2007", "The month must be a number between 1 and 12, or its name."),
        ("2", "\x00", "2007", "The month must be a number between 1 and 12, or its name."),
        ("٢", "2", "2007", "The day must be a number between 1 and 31."),
        ("", "2", "2007", "The date must include a day."),
        ("2", "", "", "The date must include a month and a year."),
        ("", "", "", "Enter a date for “Day”."),
    ],
)
def test_a_day_that_is_not_one_gets_a_sentence(day, month, year, sentence):
    form = day_of(day, month, year)

    assert form.errors == {"day": [sentence]}
    page = render_crispy_form(form)
    assert sentence in page.replace("&quot;", '"')
    for typed in (day, month, year):
        assert not typed or f'value="{typed}"' in page


def test_a_day_may_be_left_out_where_it_is_not_needed():
    assert day_of("", "", "", required=False).is_valid()


def test_the_summary_leads_to_the_part_of_the_date_that_is_wrong():
    summary = Template("{% load crispy_forms_gds %}{% error_summary form %}").render(
        Context({"form": day_of("2", "14", "2007")})
    )

    assert 'href="#id_day_1"' in summary


def test_a_known_day_fills_its_three_boxes():
    class Form(GovukForm):
        day = DayField(label="Day")

    for known in (datetime.date(2007, 2, 9), "2007-02-09"):
        page = render_crispy_form(Form(initial={"day": known}))
        assert all(f'value="{part}"' in page for part in (9, 2, 2007))
    assert render_crispy_form(Form(initial={"day": "nonsense"}))


# Times


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("10", (10, 0)),
        ("10:00", (10, 0)),
        ("10.30am", (10, 30)),
        ("10.30 AM", (10, 30)),
        ("2pm", (14, 0)),
        ("2.05 p.m.", (14, 5)),
        ("1430", (14, 30)),
        ("930", (9, 30)),
        ("12am", (0, 0)),
        ("12pm", (12, 0)),
        ("midday", (12, 0)),
        ("midnight", (0, 0)),
    ],
)
def test_a_time_is_understood_however_it_is_written(written, meant):
    assert TimeField().clean(written) == datetime.time(*meant)


@pytest.mark.parametrize(
    "written", ["25", "10:75", "13pm", "0am", "soon", "10:5", "1" * 5000, "\x00", "-2", "٢"]
)
def test_a_time_that_is_not_one_gets_a_sentence(written):
    with pytest.raises(forms.ValidationError, match=r"Enter a time, such as 10am, 2\.30pm or 14:30\."):
        TimeField().clean(written)


# Files


def zipped(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def office(folder):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}/document.xml", "<x/>")
    return buffer.getvalue()


REAL = {
    "a.pdf": b"%PDF-1.7\n...",
    "A.PDF": b"%PDF-1.4\n...",
    "a.docx": office("word"),
    "a.xlsx": office("xl"),
    "a.odt": zipped(mimetype="application/vnd.oasis.opendocument.text"),
    "a.png": b"\x89PNG\r\n\x1a\n....",
    "a.jpg": b"\xff\xd8\xff\xe0....",
}
FALSE = {
    "a.pdf": (b"MZ\x90\x00", "This file is named .pdf but isn’t a PDF."),
    "a.docx": (office("xl"), "This file is named .docx but isn’t a Word document."),
    "b.docx": (b"PK\x03\x04 broken", "This file is named .docx but isn’t a Word document."),
    "c.docx": (b"%PDF-1.7", "This file is named .docx but isn’t a Word document."),
    "a.xlsx": (zipped(other="x"), "This file is named .xlsx but isn’t an Excel workbook."),
    "a.odt": (zipped(other="x"), "This file is named .odt but isn’t an OpenDocument text."),
    "a.png": (b"<svg onload=alert(1)>", "This file is named .png but isn’t a PNG picture."),
    "a.jpg": (b"GIF89a", "This file is named .jpg but isn’t a JPEG picture."),
}


@pytest.mark.parametrize("name", REAL)
def test_a_file_that_is_what_its_name_says_is_taken_whole(name):
    file = UploadField().clean(SimpleUploadedFile(name, REAL[name], content_type="text/html"))

    assert file.read() == REAL[name]
    assert file.content_type != "text/html"


@pytest.mark.parametrize("name", FALSE)
def test_a_file_that_is_not_what_its_name_says_is_refused_with_the_reason(name):
    content, sentence = FALSE[name]

    with pytest.raises(forms.ValidationError, match=sentence):
        UploadField().clean(SimpleUploadedFile(name, content))


@pytest.mark.parametrize("name", ["a.exe", "a.docm", "a.html", "pdf", "a.pdf.svg"])
def test_a_file_of_another_kind_is_refused(name):
    with pytest.raises(forms.ValidationError, match="is of another kind"):
        UploadField().clean(SimpleUploadedFile(name, b"%PDF-1.7"))


def test_a_file_too_large_is_refused_with_both_sizes():
    with pytest.raises(forms.ValidationError, match=r"This file is 1\.5 MB\. It must be 1 MB or less\."):
        UploadField(most_megabytes=1).clean(SimpleUploadedFile("a.pdf", b"%PDF-" + b"x" * 1_572_864))


def test_an_empty_file_is_refused():
    with pytest.raises(forms.ValidationError, match=r"This file is empty\."):
        UploadField().clean(SimpleUploadedFile("a.pdf", b""))


def test_a_good_file_beside_a_bad_answer_is_asked_for_again():
    class Form(GovukForm):
        title = forms.CharField(label="Title")
        paper = UploadField(label="Paper")

    form = Form({"title": ""}, {"paper": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})

    assert form.errors["paper"] == ["Choose the file again: it cannot be kept while you mend the rest."]


# Words


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("title", "", "Fill in “Title”."),
        ("title", "x" * 21, "“Title” must be 20 characters or fewer. It has 21."),
        ("title", "a\x00b", "contains a character that cannot be kept"),
        ("text", "a\x00b", "contains a character that cannot be kept"),
        ("text", "x" * 100_001, "“Text” must be 100000 characters or fewer. It has 100001."),
        ("kind", "", "Choose an answer to “Kind”."),
        ("kind", "\x00", "Choose one of the answers offered for “Kind”."),
        ("places", "many", "Enter “Places” as a whole number, such as 12."),
        ("places", "1e9", "Enter “Places” as a whole number, such as 12."),
        ("places", "100", "“Places” must be 99 or less."),
    ],
)
def test_a_wrong_answer_gets_a_sentence_and_everything_typed_is_kept(name, typed, sentence):
    form = MeetingForm(GOOD | {"text": "Words that took an hour."} | {name: typed})

    assert list(form.errors) == [name]
    assert sentence in form.errors[name][0]
    page = render_crispy_form(form)
    assert "govuk-error-message" in page
    assert name == "title" or 'value="Board"' in page
    assert name == "text" or "Words that took an hour." in page


def test_a_question_without_a_limit_gets_one():
    class Form(GovukForm):
        name = forms.CharField(label="Name")

    assert Form({"name": "x" * 501}).errors == {
        "name": ["“Name” must be 500 characters or fewer. It has 501."]
    }


def test_words_a_form_has_chosen_itself_are_left_alone():
    class Form(GovukForm):
        name = forms.CharField(label="Name", error_messages={"required": "Say who you are."})
        day = DayField(label="Day", error_messages={"required": "Say when."})

    assert Form({}).errors == {"name": ["Say who you are."], "day": ["Say when."]}


def test_a_label_made_of_a_persons_words_does_not_become_markup():
    class Form(GovukForm):
        name = forms.CharField(label="<script>A & B</script>", help_text="<b>C</b>")

    page = render_crispy_form(Form({}))

    assert "<script>" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;A &amp; B" in page


def test_a_form_draws_its_button_and_its_way_out():
    page = render_crispy_form(MeetingForm(cancel_address="/meetings/"))

    assert "Call the meeting" in page
    assert 'href="/meetings/"' in page


def test_fields_added_by_a_subclass_are_drawn():
    form = MeetingForm()
    form.fields["more"] = forms.CharField(label="Something more")

    assert "Something more" in render_crispy_form(form)


def test_the_summary_leads_to_the_first_radio_and_tells_of_hidden_fields_too():
    class Form(MeetingForm):
        version = forms.IntegerField(
            widget=forms.HiddenInput, error_messages={"required": "The page was too old."}
        )

        def clean(self):
            self.add_error(None, "The room is taken.")

    summary = Template("{% load crispy_forms_gds %}{% error_summary form %}").render(
        Context({"form": Form({})})
    )

    assert 'href="#id_kind_1"' in summary
    assert "<li>The page was too old.</li>" in summary
    assert '<a href="#id_title">The room is taken.</a>' in summary
    assert 'href="#id_day_0"' in summary


def test_line_ends_are_alike_whichever_machine_wrote_them():
    assert MarkdownField().clean("one\r\ntwo\rthree") == "one\ntwo\nthree"
