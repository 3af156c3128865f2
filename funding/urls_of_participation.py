"""The addresses of participatory rounds."""

from django.urls import path

from funding.views import leading, participation

ROUNDS = "funding/<slug:slug>/participation/"
ROUND = f"{ROUNDS}<int:pk>/"
urlpatterns = [
    path(ROUNDS, participation.participatory_rounds, name="participatory_rounds"),
    path(f"{ROUNDS}add/", leading.draft_participatory_round, name="draft_participatory_round"),
    path(ROUND, participation.participatory_round, name="participatory_round"),
    path(f"{ROUND}edit/", leading.edit_participatory_round, name="edit_participatory_round"),
    path(f"{ROUND}open/", leading.open_participatory_round, name="open_participatory_round"),
    path(f"{ROUND}bring-idea/", participation.bring_idea, name="bring_idea"),
    path(f"{ROUND}close-ideas/", leading.close_ideas, name="close_ideas"),
    path(f"{ROUND}ideas/<int:number>/check/", leading.check_idea, name="check_idea"),
    path(f"{ROUND}open-voting/", leading.open_voting, name="open_voting"),
    path(f"{ROUND}codes/", leading.issue_codes, name="issue_codes"),
    path(f"{ROUND}vote/", participation.cast_ballot, name="cast_ballot"),
    path(f"{ROUND}papers/codes/", leading.take_codes_for_papers, name="take_codes_for_papers"),
    path(f"{ROUND}close-voting/", leading.close_voting, name="close_voting"),
    path(f"{ROUND}papers/count/", leading.count_papers, name="count_papers"),
    path(f"{ROUND}papers/check/", leading.check_papers, name="check_papers"),
    path(f"{ROUND}settle-tie/", leading.settle_tie, name="settle_tie"),
    path(f"{ROUND}decide/", leading.decide_participatory_round, name="decide_participatory_round"),
    path(f"{ROUND}call-off/", leading.call_off_participatory_round, name="call_off_participatory_round"),
]
