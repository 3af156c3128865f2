"""Long work, for whoever asked for it."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from core.models import Run
from core.private_files import file_response


@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, or what came of it. The page asks for itself again while it works."""
    run = get_object_or_404(Run.objects.visible_to(request.user), pk=pk)
    trail = [("Your work", "/my-work/")]
    return TemplateResponse(request, "core/run.html", {"run": run, "trail": trail})


@require_safe
def run_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file that came of it."""
    run = get_object_or_404(Run.objects.visible_to(request.user), pk=pk)
    if not (run.is_done and run.file):
        raise Http404
    return file_response(
        run.file, name=run.file_name, media_type=run.media_type, saved="download" in request.GET
    )
