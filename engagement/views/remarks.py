"""Saying something about a version, writing down what consultees said, and answering."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from core.refusals import require
from engagement import operations
from engagement.forms.frameworks import AnswerForm, AskConsulteeForm, EnterRemarkForm, RemarkForm
from engagement.models import Remark
from engagement.permissions import can_answer_remark, can_send_remark
from engagement.views.framework_writing import page, written_by
from engagement.views.frameworks import version_at
from meetings.views.steps import done, posted


@require_http_methods(["GET", "POST"])
def send_remark(request: HttpRequest, number: int) -> HttpResponse:
    """Say something about a version or a section of it."""
    version = version_at(request, number)
    require(can_send_remark, request.user, version)
    initial = {
        "name": str(getattr(request.user, "person", None) or request.user),
        "section": version.sections.filter(position=_number(request.GET.get("section"))).first(),
    }
    form = RemarkForm(
        posted(request), version=version, initial=initial, cancel_address=version.get_absolute_url()
    )
    if form.carry_out(operations.send_remark, version, by=request.user):
        return done(request, "Your comment has arrived. You get an email when it is answered.", version)
    words = "The officers of the group read it at once. When they have answered, everyone reads both."
    return page(request, version, form, "Comment on this version", words=words)


@require_http_methods(["GET", "POST"])
def enter_remark(request: HttpRequest, number: int) -> HttpResponse:
    """Write down what somebody said who does not use this site."""
    version = written_by(request, number)
    form = EnterRemarkForm(posted(request), version=version, cancel_address=version.get_absolute_url())
    if remark := form.carry_out(operations.send_remark, version, is_entered=True, by=request.user):
        return done(request, f"What {remark.name} said is written down.", version)
    return page(request, version, form, "Write down what somebody said")


@require_http_methods(["GET", "POST"])
def ask_consultee(request: HttpRequest, number: int) -> HttpResponse:
    """Put somebody on the list of those asked by name."""
    version = written_by(request, number)
    form = AskConsulteeForm(posted(request), user=request.user, cancel_address=version.get_absolute_url())
    if consultee := form.carry_out(operations.ask_consultee, version, by=request.user):
        return done(request, f"{consultee} is on the list of those who are asked.", version)
    return page(request, version, form, "Ask somebody by name")


@require_http_methods(["GET", "POST"])
def answer_remark(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Say what becomes of what somebody said."""
    version = version_at(request, number)
    remarks = Remark.objects.visible_to(request.user).of_version(version).with_places()
    remark = get_object_or_404(remarks.select_related("version__group"), pk=pk)
    require(can_answer_remark, request.user, remark)
    form = AnswerForm(
        posted(request),
        initial={"disposition": remark.disposition, "answer": remark.answer},
        cancel_address=version.get_absolute_url(),
    )
    if form.carry_out(operations.answer_remark, remark, by=request.user):
        return done(request, f"The comment of {remark.name} is answered.", version)
    return page(request, version, form, "Answer a comment", remark=remark)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 5 else 0
