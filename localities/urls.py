"""Addresses of the pages about localities. The page of each one is in portal: it looks across."""

from django.urls import path

from localities.views import boundaries, keeping, people, reading, recording

app_name = "localities"
urlpatterns = [
    path("localities/", reading.localities, name="localities"),
    path("localities/coverage/", reading.coverage, name="coverage"),
    path("localities/coverage.csv", reading.coverage_csv, name="coverage_csv"),
    path("localities/parish-councils/", reading.parish_councils, name="parish_councils"),
    path("localities/plans/", reading.plans, name="plans"),
    path("localities/plans/<slug:slug>/", reading.plan, name="plan"),
    path("localities/boundaries/", reading.boundary_sets, name="boundary_sets"),
    # Drafting boundaries
    path("localities/boundaries/draft/", boundaries.draft_boundary_set, name="draft_boundary_set"),
    path("localities/boundaries/<int:pk>/", reading.boundary_set, name="boundary_set"),
    path("localities/boundaries/<int:pk>/edit/", boundaries.edit_boundary_set, name="edit_boundary_set"),
    path("localities/boundaries/<int:pk>/move/", boundaries.move_areas, name="move_areas"),
    path("localities/boundaries/<int:pk>/import/", boundaries.import_parishes, name="import_parishes"),
    path(
        "localities/boundaries/<int:pk>/publish/",
        boundaries.publish_boundary_set,
        name="publish_boundary_set",
    ),
    path(
        "localities/boundaries/<int:pk>/discard/",
        boundaries.discard_boundary_set,
        name="discard_boundary_set",
    ),
    # What administrators keep
    path("manage/localities/", keeping.manage, name="manage"),
    path("manage/localities/add/", keeping.add_locality, name="add_locality"),
    path("manage/parishes/", keeping.areas, name="areas"),
    path("manage/parishes/add/", keeping.add_area, name="add_area"),
    path("manage/parishes/<int:pk>/edit/", keeping.edit_area, name="edit_area"),
    path("manage/audiences/", keeping.audiences, name="audiences"),
    path("manage/audiences/add/", keeping.add_audience, name="add_audience"),
    path("manage/audiences/<slug:slug>/edit/", keeping.edit_audience, name="edit_audience"),
    path("manage/parish-councils/add/", keeping.add_parish_council, name="add_parish_council"),
    path("manage/parish-councils/<slug:slug>/edit/", keeping.edit_parish_council, name="edit_parish_council"),
    # One locality
    path("localities/<slug:slug>/edit/", keeping.edit_locality, name="edit_locality"),
    path("localities/<slug:slug>/history/", keeping.history, name="history"),
    path("localities/<slug:slug>/lead/", people.change_lead, name="change_lead"),
    path("locality-leads/<int:pk>/take-back/", people.take_back_lead, name="take_back_lead"),
    path("localities/<slug:slug>/team/add/", people.join_team, name="join_team"),
    path("team-members/<int:pk>/end/", people.end_team_place, name="end_team_place"),
    # What is known of it
    path("localities/<slug:slug>/figures/add/", recording.add_figure, name="add_figure"),
    path("locality-figures/<int:pk>/edit/", recording.edit_figure, name="edit_figure"),
    path("locality-figures/<int:pk>/remove/", recording.remove_figure, name="remove_figure"),
    path("localities/<slug:slug>/approach/", recording.describe_approach, name="describe_approach"),
    path("localities/<slug:slug>/needs/add/", recording.add_need, name="add_need"),
    path("locality-needs/<int:pk>/edit/", recording.edit_need, name="edit_need"),
    path("localities/<slug:slug>/objectives/add/", recording.add_objective, name="add_objective"),
    path("locality-objectives/<int:pk>/edit/", recording.edit_objective, name="edit_objective"),
    path("localities/<slug:slug>/mechanisms/add/", recording.add_mechanism, name="add_mechanism"),
    path("mechanisms/<int:pk>/edit/", recording.edit_mechanism, name="edit_mechanism"),
    path("mechanisms/<int:pk>/check/", recording.check_mechanism, name="check_mechanism"),
    path("mechanisms/<int:pk>/end/", recording.end_mechanism, name="end_mechanism"),
    path("localities/<slug:slug>/add-plan/", recording.add_plan, name="add_plan"),
    path("localities/plans/<slug:slug>/edit/", recording.edit_plan, name="edit_plan"),
    path("localities/plans/<slug:slug>/actions/add/", recording.add_plan_action, name="add_plan_action"),
    path("plan-actions/<int:pk>/edit/", recording.edit_plan_action, name="edit_plan_action"),
]
