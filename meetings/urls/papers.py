"""Papers and packs."""

from django.urls import path

from meetings.views import packs, paper_keeping, papers

MEETING = "meetings/<slug:group>/<day:day>"

urlpatterns = [
    path("papers/<int:pk>/", papers.paper, name="paper"),
    path("papers/<int:pk>/file/<int:number>/", papers.paper_file, name="paper_file"),
    path("papers/<int:pk>/edit/", paper_keeping.edit_paper, name="edit_paper"),
    path("papers/<int:pk>/replace/", paper_keeping.replace_paper, name="replace_paper"),
    path("papers/<int:pk>/withdraw/", paper_keeping.withdraw_paper, name="withdraw_paper"),
    path("papers/<int:pk>/move/", paper_keeping.move_paper, name="move_paper"),
    path("papers/<int:pk>/publish/", paper_keeping.publish_paper, name="publish_paper"),
    path(f"{MEETING}/items/<slug:number>/papers/add/", paper_keeping.add_paper, name="add_paper"),
    path(f"{MEETING}/papers/publish/", paper_keeping.publish_papers, name="publish_papers"),
    path(f"{MEETING}/pack/", packs.pack, name="pack"),
    path(f"{MEETING}/pack.pdf", packs.pack_pdf, name="pack_pdf"),
]
