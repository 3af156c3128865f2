"""What is taken away from the record: the extract of a decision, the minute book of a year."""

from django.urls import path

from meetings.views import extracts, minute_book

BOOK = "groups/<slug:group>/minute-book"

urlpatterns = [
    path("decisions/<str:ref>/extract/", extracts.extract, name="extract"),
    path("decisions/<str:ref>/extract/send/", extracts.send_extract, name="send_extract"),
    path("decisions/<str:ref>/extract.pdf", extracts.extract_pdf, name="extract_pdf"),
    path("decisions/<str:ref>/extract.docx", extracts.extract_word, name="extract_word"),
    path(f"{BOOK}/", minute_book.minute_books, name="minute_books"),
    path(f"{BOOK}/<int:year>/", minute_book.minute_book, name="minute_book"),
    path(f"{BOOK}/<int:year>/minute-book.pdf", minute_book.minute_book_pdf, name="minute_book_pdf"),
    path(f"{BOOK}/<int:year>/minute-book.docx", minute_book.minute_book_word, name="minute_book_word"),
]
