"""The framework as everyone reads it: what is in force, each version, what changed, what was said."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core import compare
from core.documents import pdf_response, word_response
from engagement import framework_text
from engagement.documents import file_name, framework_document
from engagement.models import FrameworkConsultee, FrameworkVersion, Remark
from engagement.permissions import can_approve_framework, can_send_remark, can_write_framework, is_officer

Trail = list[tuple[str, str]]
HOME: Trail = [("Engagement", "/engagement/")]


@login_not_required
@require_safe
def engagement(request: HttpRequest) -> HttpResponse:
    """What holds today, what is out for comment, and every version there was."""
    versions = list(FrameworkVersion.objects.visible_to(request.user).with_bodies().newest_first())
    today = timezone.localdate()
    in_force = FrameworkVersion.objects.visible_to(request.user).in_force_on(today).with_bodies().first()
    context = {
        "versions": versions,
        "in_force": in_force,
        "content": framework_text.as_issued(in_force) if in_force else None,
        "open": [version for version in versions if version.takes_comments_on(today)],
        "can_begin_framework": is_officer(request.user),
        "trail": [],
    }
    return TemplateResponse(request, "engagement/engagement.html", context)


@login_not_required
@require_safe
def framework_version(request: HttpRequest, number: int) -> HttpResponse:
    """One version: its words, where it stands, who was asked, what was said and what became of it."""
    version, user = version_at(request, number), request.user
    remarks = Remark.objects.visible_to(user).of_version(version).with_places().in_order()
    content = framework_text.as_issued(version)
    context = {
        "version": version,
        "content": content,
        "is_open": version.takes_comments_on(timezone.localdate()),
        "consultees": FrameworkConsultee.objects.of_version(version).select_related("group"),
        "remarks": list(remarks[:200]),
        "decision_is_seen": _decision_is_seen(version, user),
        "others": FrameworkVersion.objects.visible_to(user).issued().exclude(pk=version.pk).newest_first(),
        "can_write_framework": can_write_framework(user, version),
        "can_approve_framework": can_approve_framework(user, version) and version.is_issued,
        "can_send_remark": can_send_remark(user, version),
        "trail": HOME,
    }
    return TemplateResponse(request, "engagement/framework_version.html", context)


@login_not_required
@require_safe
def framework_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The version as PDF."""
    version = version_at(request, number)
    return pdf_response(framework_document(version), file_name(version), request)


@login_not_required
@require_safe
def framework_word(request: HttpRequest, number: int) -> HttpResponse:
    """The version as Word."""
    version = version_at(request, number)
    return word_response(framework_document(version), file_name(version), request)


@login_not_required
@require_safe
def compare_framework(request: HttpRequest) -> HttpResponse:
    """Two versions in one text, word by word."""
    versions = FrameworkVersion.objects.visible_to(request.user).issued().with_bodies().newest_first()
    form = TwoVersionsForm(list(versions), request.GET or None)
    if not form.is_bound:
        return redirect("engagement:engagement")
    context: dict[str, Any] = {"form": form, "trail": HOME}
    if form.is_valid():
        old, new = form.chosen()
        texts = [framework_text.as_text(framework_text.as_issued(each)) for each in (old, new)]
        changes = compare.words(*texts)
        differs = any(change.kind != "same" and not change.is_blank for change in changes)
        context |= {"old": old, "new": new, "changes": changes, "differs": differs}
    return TemplateResponse(request, "engagement/compare_framework.html", context)


class TwoVersionsForm(forms.Form):
    """Which two versions to compare."""

    def __init__(self, versions: list[FrameworkVersion], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_number = {str(version.number): version for version in versions}
        for name, label in (("from", "Compare"), ("to", "With")):
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=[(number, f"Version {number}") for number in self.by_number],
                widget=forms.Select(attrs={"class": "govuk-select"}),
                error_messages={
                    "required": "Choose a version.",
                    "invalid_choice": "There is no such version for you to read.",
                },
            )

    def chosen(self) -> tuple[FrameworkVersion, FrameworkVersion]:
        """The two versions, the older first."""
        pair = [self.by_number[self.cleaned_data[name]] for name in ("from", "to")]
        old, new = sorted(pair, key=lambda version: version.number)
        return old, new


def version_at(request: HttpRequest, number: int) -> FrameworkVersion:
    """The version at an address, if the reader may see it."""
    found = (
        FrameworkVersion.objects.visible_to(request.user)
        .with_bodies()
        .select_related("issued_by", "sealed_text")
    )
    return get_object_or_404(found, number=number)


def trail_to_version(version: FrameworkVersion) -> Trail:
    return [*HOME, (f"Version {version.number}", version.get_absolute_url())]


def _decision_is_seen(version: FrameworkVersion, user: Any) -> bool:
    decision = version.approved_by_decision
    return decision is not None and type(decision).objects.visible_to(user).filter(pk=decision.pk).exists()
