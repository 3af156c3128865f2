"""The addresses of money."""

from django.urls import path

from funding.views import exporting, importing, keeping, moving, proposals, reading

app_name = "funding"
urlpatterns = [
    path("funding/", reading.funding, name="funding"),
    path("funding/add/", keeping.add_pot, name="add_pot"),
    path("funding/<slug:slug>/", reading.pot, name="pot"),
    path("funding/<slug:slug>/<int:year>/", reading.year, name="year"),
    path("funding/<slug:slug>/ledger/", reading.ledger, name="ledger"),
    path("funding/<slug:slug>/ledger.csv", reading.ledger_csv, name="ledger_csv"),
    path("funding/<slug:slug>/ledger.xlsx", exporting.ledger_excel, name="ledger_excel"),
    path("funding/<slug:slug>/<int:year>/grid.csv", exporting.grid_csv, name="grid_csv"),
    path("funding/<slug:slug>/<int:year>/grid.xlsx", exporting.grid_excel, name="grid_excel"),
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
    path("funding/<slug:slug>/proposals/<int:number>/", proposals.proposal, name="proposal"),
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
