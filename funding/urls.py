"""The addresses of money."""

from django.urls import path

from funding.views import deciding, keeping, moving, proposals, proposing, reading

app_name = "funding"
urlpatterns = [
    path("funding/", reading.funding, name="funding"),
    path("funding/add/", keeping.add_pot, name="add_pot"),
    path("funding/<slug:slug>/", reading.pot, name="pot"),
    path("funding/<slug:slug>/<int:year>/", reading.year, name="year"),
    path("funding/<slug:slug>/<int:year>/<slug:stream>/", reading.stream_year, name="stream_year"),
    path("funding/<slug:slug>/ledger/", reading.ledger, name="ledger"),
    path("funding/<slug:slug>/ledger.csv", reading.ledger_csv, name="ledger_csv"),
    path("funding/<slug:slug>/spending/", reading.spending, name="spending"),
    path("funding/<slug:slug>/proposals/", proposals.proposals, name="proposals"),
    path("funding/<slug:slug>/proposals/add/", proposing.draft_proposal, name="draft_proposal"),
    path("funding/<slug:slug>/virement/", proposing.request_virement, name="request_virement"),
    path("funding/<slug:slug>/proposals/<int:number>/", proposals.proposal, name="proposal"),
    path("funding/<slug:slug>/proposals/<int:number>/edit/", proposing.edit_proposal, name="edit_proposal"),
    path(
        "funding/<slug:slug>/proposals/<int:number>/submit/",
        proposing.submit_proposal,
        name="submit_proposal",
    ),
    path(
        "funding/<slug:slug>/proposals/<int:number>/take-back/",
        proposing.take_back_proposal,
        name="take_back_proposal",
    ),
    path(
        "funding/<slug:slug>/proposals/<int:number>/new-figures/",
        proposing.take_new_figures,
        name="take_new_figures",
    ),
    path(
        "funding/<slug:slug>/proposals/<int:number>/withdraw/",
        proposing.withdraw_proposal,
        name="withdraw_proposal",
    ),
    path("funding/<slug:slug>/proposals/<int:number>/adopt/", deciding.adopt_proposal, name="adopt_proposal"),
    path(
        "funding/<slug:slug>/proposals/<int:number>/refuse/", deciding.refuse_proposal, name="refuse_proposal"
    ),
    path("funding/<slug:slug>/edit/", keeping.edit_pot, name="edit_pot"),
    path("funding/<slug:slug>/publish/", keeping.publish_pot, name="publish_pot"),
    path("funding/<slug:slug>/add-stream/", keeping.add_stream, name="add_stream"),
    path("funding/<slug:slug>/open-year/", keeping.open_year, name="open_year"),
    path("funding/<slug:slug>/authorise/", keeping.authorise, name="authorise"),
    path("funding/<slug:slug>/move/", moving.move_money, name="move_money"),
    path("funding/<slug:slug>/roll-forward/", moving.roll_forward, name="roll_forward"),
    path("funding/<slug:slug>/spend/", moving.record_actual, name="record_actual"),
    path("funding/<slug:slug>/periods/", moving.periods, name="periods"),
    path("funding/<slug:slug>/ledger/<int:entry>/reverse/", moving.reverse_entry, name="reverse_entry"),
]
