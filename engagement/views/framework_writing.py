"""Writing a version of the framework, and taking it along its route."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from core import compare, history
from core.refusals import require
from engagement import operations
from engagement.forms.frameworks import (
    ApproveFrameworkForm,
    BeginFrameworkForm,
    DropForm,
    ExtendCommentsForm,
    FrameworkForm,
    IssueForm,
    SectionForm,
    WriteSectionForm,
)
from engagement.models import FrameworkSection, FrameworkVersion
from engagement.permissions import can_approve_framework, can_write_framework, is_officer
from engagement.views.frameworks import HOME, trail_to_version, version_at
from meetings.forms.answers import ConfirmForm
from meetings.views.steps import done, posted


@require_http_methods(["GET", "POST"])
def begin_framework(request: HttpRequest) -> HttpResponse:
    """Begin the next version, for a group that one supports."""
    require(is_officer, request.user)
    latest = FrameworkVersion.objects.visible_to(request.user).issued().newest_first().first()
    form = BeginFrameworkForm(
        posted(request),
        user=request.user,
        initial={"after": latest, "title": latest.title if latest else ""},
        cancel_address="/engagement/",
    )
    if version := form.carry_out(operations.begin_framework, by=request.user):
        return done(
            request, f"Version {version.number} is begun. Write its sections, then issue it.", version
        )
    context = {"form": form, "heading": "Begin the next version of the framework", "trail": HOME}
    return TemplateResponse(request, "engagement/form.html", context)


@require_http_methods(["GET", "POST"])
def edit_framework(request: HttpRequest, number: int) -> HttpResponse:
    """Change the head of a version."""
    version = written_by(request, number)
    form = FrameworkForm(posted(request), user=request.user, version=version, cancel_address=_back(version))
    if form.carry_out(operations.edit_framework, version, by=request.user):
        return done(request, "Saved.", version)
    return page(request, version, form, "Change the head of the version")


@require_http_methods(["GET", "POST"])
def add_section(request: HttpRequest, number: int) -> HttpResponse:
    """Give a version another section."""
    version = written_by(request, number)
    form = SectionForm(posted(request), cancel_address=_back(version))
    if section := form.carry_out(operations.add_section, version, by=request.user):
        return done(request, f"The section “{section.heading}” is added.", version)
    return page(request, version, form, "Add a section")


@require_http_methods(["GET", "POST"])
def write_section(request: HttpRequest, number: int, position: int) -> HttpResponse:
    """Write a section. Where two wrote at once, both texts are shown and neither is lost."""
    version = written_by(request, number)
    section = get_object_or_404(version.sections, position=position)
    form = WriteSectionForm(posted(request), section=section, cancel_address=_back(version))
    if form.carry_out(operations.write_section, section, by=request.user):
        return done(request, f"The section “{form.cleaned_data['heading']}” is saved.", version)
    more: dict[str, Any] = {"section": section}
    if form.is_bound and form.non_field_errors():
        more["changes"] = compare.words(section.text, request.POST.get("text", "").replace("\r\n", "\n"))
        # With the next press of the button the writer has seen both.
        seen = request.POST.copy()
        seen["shown"] = section.text
        form.data = seen
    return page(request, version, form, "Write a section", **more)


@require_http_methods(["GET", "POST"])
def remove_section(request: HttpRequest, number: int, position: int) -> HttpResponse:
    """Take a section out of a version that is not issued."""
    version = written_by(request, number)
    section = get_object_or_404(version.sections, position=position)
    form = ConfirmForm(
        posted(request), submit_label="Take it out", is_warning=True, cancel_address=_back(version)
    )
    if form.carry_out(_remove, by=request.user, section=section):
        return done(request, f"The section “{section.heading}” is taken out.", version)
    words = f"“{section.heading}” goes, and the sections after it close up. Its words stay in the history."
    return page(request, version, form, "Take a section out", words=words)


@require_http_methods(["GET", "POST"])
def issue_framework(request: HttpRequest, number: int) -> HttpResponse:
    """Give a version out for good."""
    version = written_by(request, number)
    form = IssueForm(posted(request), cancel_address=_back(version))
    if form.carry_out(operations.issue_framework, version, by=request.user):
        return done(request, f"Version {version.number} is issued.", version)
    words = "Its words can never change after this. What has to be different goes into the next version."
    return page(request, version, form, "Issue this version", words=words)


@require_http_methods(["GET", "POST"])
def extend_comments(request: HttpRequest, number: int) -> HttpResponse:
    """Take comments until another day."""
    version = written_by(request, number)
    form = ExtendCommentsForm(
        posted(request), initial={"until": version.comments_until}, cancel_address=_back(version)
    )
    if form.carry_out(operations.extend_comments, version, by=request.user):
        return done(request, "The last day for comments is changed.", version)
    return page(request, version, form, "Change the last day for comments")


@require_http_methods(["GET", "POST"])
def approve_framework(request: HttpRequest, number: int) -> HttpResponse:
    """Enter the decision that approved a version."""
    version = version_at(request, number)
    require(can_approve_framework, request.user, version)
    form = ApproveFrameworkForm(
        posted(request), version=version, user=request.user, cancel_address=_back(version)
    )
    if form.carry_out(operations.approve_framework, version, by=request.user):
        return done(request, f"Version {version.number} is approved.", version)
    return page(request, version, form, "Put this version in force")


@require_http_methods(["GET", "POST"])
def drop_framework(request: HttpRequest, number: int) -> HttpResponse:
    """Say that a version is not taken further."""
    version = written_by(request, number)
    form = DropForm(posted(request), cancel_address=_back(version))
    if form.carry_out(operations.drop_framework, version, by=request.user):
        return done(request, f"Version {version.number} is not taken further.", version)
    return page(request, version, form, "Say that it is not taken further")


@require_safe
def framework_history(request: HttpRequest, number: int) -> HttpResponse:
    """Who did what to a version and its sections."""
    version = written_by(request, number)
    sections = list(version.sections.all())
    entries = history.of_any([version], sections, version.consultees.all())[:300]
    names = {_key(each): each.heading for each in sections}
    context = {
        "version": version,
        "happenings": history.readable(entries, names=names),
        "trail": trail_to_version(version),
    }
    return TemplateResponse(request, "engagement/framework_history.html", context)


def written_by(request: HttpRequest, number: int) -> FrameworkVersion:
    """The version at an address, for the officers of the group that writes it."""
    version = version_at(request, number)
    require(can_write_framework, request.user, version)
    return version


def page(
    request: HttpRequest, version: FrameworkVersion, form: Any, heading: str, **more: Any
) -> HttpResponse:
    """A form about a version."""
    context = {"version": version, "form": form, "heading": heading, "trail": trail_to_version(version)}
    return TemplateResponse(request, "engagement/form.html", context | more)


def _back(version: FrameworkVersion) -> str:
    return version.get_absolute_url()


def _remove(*, section: FrameworkSection, by: Any) -> FrameworkVersion:
    return operations.remove_section(section, by=by)


def _key(section: FrameworkSection) -> tuple[int, int]:
    return ContentType.objects.get_for_model(section).pk, section.pk
