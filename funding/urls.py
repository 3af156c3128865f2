"""The addresses of money."""

from django.urls import path

from funding import urls_of_participation
from funding.views import (
    agreement_keeping,
    agreements,
    closing,
    deciding,
    exporting,
    importing,
    keeping,
    moving,
    outturns,
    performance,
    proposals,
    proposing,
    reading,
    returns,
    rewards,
    rounds,
    underspends,
)

app_name = "funding"
AGREEMENT = "funding/agreements/<slug:slug>/"
urlpatterns = [
    path("funding/", reading.funding, name="funding"),
    path("funding/add/", keeping.add_pot, name="add_pot"),
    path("funding/my-returns/", returns.my_returns, name="my_returns"),
    # Before the pots: no pot is called at these addresses (`RESERVED_ADDRESSES`).
    path("funding/agreements/", agreements.agreements, name="agreements"),
    path("funding/agreements/add/", agreement_keeping.add_agreement, name="add_agreement"),
    path(AGREEMENT, agreements.agreement, name="agreement"),
    path(f"{AGREEMENT}edit/", agreement_keeping.edit_agreement, name="edit_agreement"),
    path(f"{AGREEMENT}history/", agreements.agreement_history, name="agreement_history"),
    path(f"{AGREEMENT}add-block/", agreement_keeping.add_block, name="add_block"),
    path(f"{AGREEMENT}add-outcome/", agreement_keeping.add_outcome, name="add_outcome"),
    path(f"{AGREEMENT}add-indicator/", agreement_keeping.add_indicator, name="add_indicator"),
    path(f"{AGREEMENT}assessments/", agreements.assessments, name="assessments"),
    path(f"{AGREEMENT}assess/", performance.assess_agreement, name="assess_agreement"),
    path(
        f"{AGREEMENT}assessments/<int:pk>/correct/", performance.correct_assessment, name="correct_assessment"
    ),
    path(f"{AGREEMENT}refresh/", performance.refresh_agreement, name="refresh_agreement"),
    path(f"{AGREEMENT}refreshes/<int:pk>/", agreements.refresh, name="refresh"),
    path(f"{AGREEMENT}promise-reward/", rewards.promise_reward, name="promise_reward"),
    path(f"{AGREEMENT}rewards/<int:pk>/", agreements.reward, name="reward"),
    path(f"{AGREEMENT}rewards/<int:pk>/pay/", rewards.pay_instalment, name="pay_instalment"),
    path(f"{AGREEMENT}indicators/<slug:indicator>/", agreements.indicator, name="indicator"),
    path(
        f"{AGREEMENT}indicators/<slug:indicator>/edit/",
        agreement_keeping.edit_indicator,
        name="edit_indicator",
    ),
    path(f"{AGREEMENT}indicators/<slug:indicator>/set-target/", performance.set_target, name="set_target"),
    path(f"{AGREEMENT}indicators/<slug:indicator>/record/", performance.record_result, name="record_result"),
    path(
        f"{AGREEMENT}indicators/<slug:indicator>/figures/<int:pk>/correct/",
        performance.correct_result,
        name="correct_result",
    ),
    path("funding/<slug:slug>/", reading.pot, name="pot"),
    path("funding/<slug:slug>/<int:year>/", reading.year, name="year"),
    path("funding/<slug:slug>/<int:year>/streams/<slug:stream>/", reading.stream_year, name="stream_year"),
    path("funding/<slug:slug>/ledger/", reading.ledger, name="ledger"),
    path("funding/<slug:slug>/ledger.csv", reading.ledger_csv, name="ledger_csv"),
    path("funding/<slug:slug>/ledger.xlsx", exporting.ledger_excel, name="ledger_excel"),
    path("funding/<slug:slug>/<int:year>/grid.csv", exporting.grid_csv, name="grid_csv"),
    path("funding/<slug:slug>/<int:year>/grid.xlsx", exporting.grid_excel, name="grid_excel"),
    path("funding/<slug:slug>/rounds/<int:pk>/outturn.csv", exporting.outturn_csv, name="outturn_csv"),
    path("funding/<slug:slug>/rounds/<int:pk>/outturn.xlsx", exporting.outturn_excel, name="outturn_excel"),
    path("funding/<slug:slug>/imports/", importing.imported_files, name="imported_files"),
    path("funding/<slug:slug>/imports/add/", importing.import_file, name="import_file"),
    path("funding/<slug:slug>/imports/<int:pk>/", importing.imported_file, name="imported_file"),
    path(
        "funding/<slug:slug>/imports/<int:pk>/read-again/", importing.read_file_again, name="read_file_again"
    ),
    path(
        "funding/<slug:slug>/imports/<int:pk>/file/",
        importing.imported_file_itself,
        name="imported_file_itself",
    ),
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
    path("funding/<slug:slug>/pooled-share/", rewards.set_pooled_share, name="set_pooled_share"),
    path("funding/<slug:slug>/move/", moving.move_money, name="move_money"),
    path("funding/<slug:slug>/roll-forward/", moving.roll_forward, name="roll_forward"),
    path("funding/<slug:slug>/spend/", moving.record_actual, name="record_actual"),
    path("funding/<slug:slug>/periods/", closing.periods, name="periods"),
    path("funding/<slug:slug>/ledger/<int:entry>/reverse/", moving.reverse_entry, name="reverse_entry"),
    path("funding/<slug:slug>/ledger/<int:entry>/", outturns.entry, name="entry"),
    path("funding/<slug:slug>/rounds/", rounds.rounds, name="rounds"),
    path("funding/<slug:slug>/rounds/open/", rounds.open_round, name="open_round"),
    path("funding/<slug:slug>/rounds/<int:pk>/", rounds.round_page, name="round"),
    path("funding/<slug:slug>/rounds/<int:pk>/edit/", rounds.edit_round, name="edit_round"),
    path("funding/<slug:slug>/rounds/<int:pk>/begin/", rounds.draft_return, name="draft_return"),
    path("funding/<slug:slug>/returns/<int:pk>/", returns.return_page, name="return"),
    path("funding/<slug:slug>/returns/<int:pk>/write/", returns.save_return, name="save_return"),
    path("funding/<slug:slug>/returns/<int:pk>/send/", returns.submit_return, name="submit_return"),
    path("funding/<slug:slug>/returns/<int:pk>/accept/", returns.accept_return, name="accept_return"),
    path(
        "funding/<slug:slug>/returns/<int:pk>/send-back/", returns.send_back_return, name="send_back_return"
    ),
    path("funding/<slug:slug>/<int:year>/outturn/", outturns.outturn_page, name="outturn"),
    path("funding/<slug:slug>/<int:year>/underspend/", underspends.underspend_page, name="underspend"),
    path(
        "funding/<slug:slug>/<int:year>/underspend/put/",
        underspends.put_recommendations,
        name="put_recommendations",
    ),
    path(
        "funding/<slug:slug>/<int:year>/underspend/answer/",
        underspends.answer_recommendations,
        name="answer_recommendations",
    ),
    path(
        "funding/<slug:slug>/<int:year>/underspend/carry-out/",
        underspends.carry_out_recommendations,
        name="carry_out_recommendations",
    ),
    path(
        "funding/<slug:slug>/<int:year>/underspend/of/<slug:stream>/",
        underspends.recommend_for_underspend,
        name="recommend_for_underspend",
    ),
    path(
        "funding/<slug:slug>/<int:year>/underspend/of/<slug:stream>/<int:project>/",
        underspends.recommend_for_underspend,
        name="recommend_for_underspend",
    ),
    *urls_of_participation.urlpatterns,
]
