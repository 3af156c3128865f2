"""The addresses of meetings: what everyone reads, what officers keep, where minutes are written."""

from meetings.urls.correcting import urlpatterns as correcting
from meetings.urls.forward_plan import urlpatterns as forward_plan
from meetings.urls.keeping import urlpatterns as keeping
from meetings.urls.papers import urlpatterns as papers
from meetings.urls.reading import urlpatterns as reading
from meetings.urls.reports import urlpatterns as reports
from meetings.urls.representative_reports import urlpatterns as representative_reports
from meetings.urls.subscribing import urlpatterns as subscribing
from meetings.urls.taking_away import urlpatterns as taking_away
from meetings.urls.writing import urlpatterns as writing

app_name = "meetings"
urlpatterns = [
    *keeping,
    *correcting,
    *forward_plan,
    *taking_away,
    *subscribing,
    *papers,
    *writing,
    *reading,
    *reports,
    *representative_reports,
]
