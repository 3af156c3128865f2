"""Where minutes are corrected, approved and reopened."""

from django.urls import path

from meetings.views import approving, corrections, reopening

MEETING = "meetings/<slug:group>/<day:day>"
ALL = f"{MEETING}/minutes/corrections"
ONE = f"{ALL}/<int:pk>"
OFFER = f"{MEETING}/items/<slug:number>/approve-minutes"

urlpatterns = [
    path(f"{ALL}/", corrections.corrections, name="corrections"),
    path(f"{ALL}/propose/", corrections.propose_correction, name="propose_correction"),
    path(f"{ONE}/", corrections.correction, name="correction"),
    path(f"{ONE}/accept/", corrections.accept_correction, name="accept_correction"),
    path(f"{ONE}/decline/", corrections.decline_correction, name="decline_correction"),
    path(
        f"{ONE}/take-to-meeting/", corrections.take_correction_to_meeting, name="take_correction_to_meeting"
    ),
    path(f"{ONE}/withdraw/", corrections.withdraw_correction, name="withdraw_correction"),
    path(f"{OFFER}/", approving.approve_minutes, name="approve_minutes"),
    path(f"{OFFER}/correct/", approving.write_agreed_correction, name="write_agreed_correction"),
    path(f"{MEETING}/reopen/", reopening.ask_reopening, name="ask_reopening"),
    path(f"{MEETING}/reopen/<int:pk>/", reopening.reopening, name="reopening"),
    path(f"{MEETING}/reopen/<int:pk>/refuse/", reopening.refuse_reopening, name="refuse_reopening"),
    path(f"{MEETING}/reopen/<int:pk>/withdraw/", reopening.withdraw_reopening, name="withdraw_reopening"),
]
