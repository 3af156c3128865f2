"""Every address, app by app. An app's own addresses are in its `urls.py`."""

from django.contrib import admin
from django.urls import include, path

from config.health import healthz

urlpatterns = [
    path("", include("core.urls")),
    # Before portal, whose page of a locality would otherwise answer for all that is beneath /localities/.
    path("", include("localities.urls")),
    path("", include("portal.urls")),
    path("", include("meetings.urls")),
    path("", include("engagement.urls")),
    path("", include("funding.urls")),
    path("", include("partnership.urls")),
    path("healthz", healthz, name="healthz"),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

handler500 = "core.views.errors.server_error"
