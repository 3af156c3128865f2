"""The pages with which officers keep meetings."""

from django.urls import path

from meetings.views import (
    action_updates,
    agenda,
    attendance,
    decision_editing,
    elections,
    embargo,
    history,
    interests,
    planning,
    publishing,
    series,
)

MEETING = "meetings/<slug:group>/<day:day>"
ITEM = f"{MEETING}/items/<slug:number>"

urlpatterns = [
    path("meetings/plan/", planning.plan_meeting, name="plan_meeting"),
    path("meetings/plan-series/", series.plan_series, name="plan_series"),
    path(f"{MEETING}/edit/", planning.edit_meeting, name="edit_meeting"),
    path(f"{MEETING}/publish-agenda/", planning.publish_agenda, name="publish_agenda"),
    path(f"{MEETING}/start/", planning.start_meeting, name="start_meeting"),
    path(f"{MEETING}/close/", planning.close_meeting, name="close_meeting"),
    path(f"{MEETING}/cancel/", planning.cancel_meeting, name="cancel_meeting"),
    path(f"{MEETING}/postpone/", planning.postpone_meeting, name="postpone_meeting"),
    path(f"{MEETING}/agenda/", agenda.agenda, name="agenda"),
    path(f"{MEETING}/items/add/", agenda.add_item, name="add_item"),
    path(f"{MEETING}/items/add-late/", agenda.add_supplement, name="add_supplement"),
    path(f"{ITEM}/edit/", agenda.edit_item, name="edit_item"),
    path(f"{ITEM}/remove/", agenda.remove_item, name="remove_item"),
    path(f"{ITEM}/carry-again/", agenda.carry_again, name="carry_again"),
    path(f"{ITEM}/move/", agenda.move_item, name="move_item"),
    path(f"{ITEM}/election/", elections.election, name="election"),
    path(f"{MEETING}/declarations/", interests.declarations, name="declarations"),
    path(f"{MEETING}/declarations/<int:pk>/edit/", interests.edit_declaration, name="edit_declaration"),
    path(f"{MEETING}/declarations/<int:pk>/remove/", interests.remove_declaration, name="remove_declaration"),
    path(f"{MEETING}/attendance/", attendance.attendance, name="attendance"),
    path(f"{MEETING}/minutes/circulate/", publishing.circulate_minutes, name="circulate_minutes"),
    path(f"{MEETING}/minutes/publish-draft/", publishing.publish_draft_minutes, name="publish_draft_minutes"),
    path(f"{MEETING}/minutes/sign/", publishing.sign_minutes, name="sign_minutes"),
    path(f"{MEETING}/minutes/publish/", publishing.publish_minutes, name="publish_minutes"),
    path(f"{MEETING}/decisions/publish/", decision_editing.publish_decisions, name="publish_decisions"),
    path(f"{MEETING}/history/", history.meeting_history, name="meeting_history"),
    path(f"{MEETING}/publish-later/<slug:act>/", embargo.publish_later, name="publish_later"),
    path(
        f"{MEETING}/publish-later/<slug:act>/cancel/", embargo.cancel_publication, name="cancel_publication"
    ),
    path("decisions/<str:ref>/edit/", decision_editing.edit_decision, name="edit_decision"),
    path("decisions/<str:ref>/publish/", decision_editing.publish_decision, name="publish_decision"),
    path("decisions/<str:ref>/withdraw/", decision_editing.withdraw_decision, name="withdraw_decision"),
    path("decisions/<str:ref>/supersede/", decision_editing.supersede_decision, name="supersede_decision"),
    path("actions/update/", action_updates.update_actions, name="update_actions"),
    path("actions/<int:pk>/edit/", action_updates.edit_action, name="edit_action"),
    path("actions/<int:pk>/report/", action_updates.report_action, name="report_action"),
    path("actions/<int:pk>/reopen/", action_updates.reopen_action, name="reopen_action"),
]
