"""The plan of coming decisions."""

from django.urls import path

from meetings.views import forward_plan

urlpatterns = [
    path("forward-plan/", forward_plan.forward_plan, name="forward_plan"),
    path("forward-plan/forward-plan.csv", forward_plan.forward_plan_csv, name="forward_plan_csv"),
    path("forward-plan/<int:pk>/", forward_plan.forward_plan_entry, name="forward_plan_entry"),
    path("forward-plan/<int:pk>/edit/", forward_plan.edit_entry, name="edit_entry"),
    path("forward-plan/<int:pk>/publish/", forward_plan.publish_entry, name="publish_entry"),
    path("forward-plan/<int:pk>/withdraw/", forward_plan.withdraw_entry, name="withdraw_entry"),
    path("forward-plan/<int:pk>/remove/", forward_plan.remove_entry, name="remove_entry"),
    path("groups/<slug:group>/forward-plan/add/", forward_plan.add_entry, name="add_entry"),
]
