"""Where minutes are written."""

from django.urls import path

from meetings.views import writing

urlpatterns = [
    path("meetings/<slug:group>/<day:day>/write/", writing.write, name="write"),
    path("meetings/<slug:group>/<day:day>/write/<int:item>/", writing.write_item, name="write_item"),
    path("meetings/<slug:group>/<day:day>/write/token/", writing.write_token, name="write_token"),
]
