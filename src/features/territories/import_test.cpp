#include "snapshot.hpp"
#include "state.hpp"
#include "world_for_test.hpp"

namespace catalyse::territories {
namespace {

using testing::WorldCopy;

struct Outcome {
  core::Result<void> result;
  Records records;
  ingest::Report report;
  [[nodiscard]] std::string bad() const {  // « file:line column value: reason » of the first bad row
    for (const auto& file : report.files) {
      for (const auto& row : file.bad) {
        return row.file + ":" + std::to_string(row.line) + " " + row.column + " '" + row.value + "': " + row.reason;
      }
    }
    return "none";
  }
};

Outcome read(const WorldCopy& copy) {
  Outcome outcome;
  outcome.result = read_territories(copy.open(), {}, outcome.records, outcome.report);
  return outcome;
}

std::string bad_row(std::string_view file, std::string_view from, std::string_view to) {
  WorldCopy copy;
  copy.change(file, from, to);
  const auto outcome = read(copy);
  EXPECT_TRUE(outcome.result);
  EXPECT_GE(outcome.report.refused(), 1U);
  return outcome.bad();
}

TEST(Import, TellsFileLineColumnValueAndReasonOfABadRow) {
  EXPECT_EQ(bad_row("territories/communes.csv", "22016,Île", "2201,Île"),
            "territories/communes.csv:2 code '2201': not a code of a commune");
  EXPECT_EQ(bad_row("territories/communes.csv", ",429,", ",-429,"),
            "territories/communes.csv:2 population '-429': not a whole number from 0 to 100000000");
  EXPECT_EQ(bad_row("territories/communes.csv", ",429,", ",429.5,"),
            "territories/communes.csv:2 population '429.5': not a whole number from 0 to 100000000");
  EXPECT_EQ(bad_row("territories/communes.csv", "commune,,22,53", "commune,,23,53"),
            "territories/communes.csv:2 departement '23': no such département or collectivity");
  EXPECT_EQ(bad_row("territories/communes.csv", "commune,,22,53", "commune,,22,28"),
            "territories/communes.csv:2 region '28': not the région of the département");
  EXPECT_EQ(bad_row("territories/communes.csv", "200023414,,217600956", "200023415,,217600956"),
            "territories/communes.csv:18 epci '200023415': not among the rows of its file");
  EXPECT_EQ(bad_row("territories/communes.csv", "212200166", "212200167"),
            "territories/communes.csv:2 siren '212200167': not a SIREN (nine digits, the last one a check)");
  EXPECT_EQ(bad_row("territories/communes.csv", "Île-de-Bréhat", ""), "territories/communes.csv:2 name '': empty");
  EXPECT_EQ(bad_row("territories/communes.csv", "Île-de-Bréhat", "\xFFle"),
            "territories/communes.csv:2  '': bytes that are not UTF-8 text");
  EXPECT_EQ(bad_row("territories/communes.csv", "Île-de-Bréhat", "\tle"),
            "territories/communes.csv:2 name '\tle': holds a control character");
  EXPECT_EQ(bad_row("territories/postcodes.csv", ",76000,", ",7600,").substr(29), "postcode '7600': not five digits");
}

TEST(Import, RefusesACommuneGivenTwice) {
  WorldCopy copy;
  copy.change("territories/communes.csv", "29083,Île-de-Sein", "22016,Île-de-Sein");
  const auto outcome = read(copy);
  EXPECT_EQ(outcome.report.files[6].bad.at(0).reason, "given twice");
  EXPECT_EQ(outcome.report.files[6].bad.at(0).line, 3U);
}

TEST(Import, RefusesThatACodeInForceLeadsElsewhere) {
  WorldCopy copy;
  copy.change("territories/passage.csv", "49071,", "49092,");
  EXPECT_EQ(read(copy).bad(), "territories/passage.csv:" + std::to_string(read(copy).report.files[8].bad[0].line) +
                                  " old_code '49092': a code in force leads nowhere else");
}

TEST(Import, RefusesAPassageWhoseWeightsDoNotSumToOne) {
  WorldCopy copy;
  copy.change("territories/passage.csv", "passage-insee,1\n", "passage-insee,0.5\n");
  EXPECT_EQ(read(copy).report.files[8].bad.at(0).reason, "the weights of this old code do not sum to 1");
}

TEST(Import, SaysWhichColumnOrFileIsMissing) {
  WorldCopy columns, files;
  columns.change("territories/communes.csv", "arrondissement,epci,ept", "arrondissement,epsi,ept");
  EXPECT_EQ(read(columns).result.error().note, "territories/communes.csv: no column epci");
  files.change("territories/names.csv", "code,name,kind", "code,name,kind");
  std::filesystem::remove(files.open().folder() / "territories/names.csv");
  EXPECT_EQ(read(files).result.error().message_id, "ingest.file.missing");
}

TEST(Import, RefusesZoningsOfPlacesItDoesNotKnow) {
  Records records;
  ingest::Report report;
  KnownCodes known;
  known.communes.insert("76540");
  ASSERT_TRUE(read_zonings(testing::open_bundle(testing::kWorld), known, {}, records, report));
  EXPECT_EQ(records.zonings.size(), 1U);
  EXPECT_EQ(report.files[1].bad.at(0).reason, "no such commune");
  EXPECT_TRUE(records.programmes.empty());
}

TEST(Snapshot, GivesBackTheSameModel) {
  testing::Folder folder;
  const auto file = folder.path() / "places.snapshot";
  ASSERT_TRUE(write_snapshot(file, build_tables(testing::world_records())));
  const auto mapped = map_snapshot(file);
  ASSERT_TRUE(mapped) << mapped.error().note;
  const auto model = TerritoriesBuilder::of(mapped->view, mapped->mapping);
  ASSERT_EQ(model->size(), testing::world().size());
  for (PlaceIndex i = 0; i < model->size(); ++i) {
    EXPECT_EQ(model->place(i).name, testing::world().place(i).name);
    EXPECT_EQ(model->memberships(i).size(), testing::world().memberships(i).size());
  }
  EXPECT_EQ(model->search("ruoen").at(0).place, testing::world().search("ruoen").at(0).place);
  EXPECT_EQ(testing::content_of(file).size(), std::filesystem::file_size(file));
}

TEST(Snapshot, OfTheSameRowsHasTheSameBytes) {
  testing::Folder folder;
  ASSERT_TRUE(write_snapshot(folder.path() / "a", build_tables(testing::world_records())));
  ASSERT_TRUE(write_snapshot(folder.path() / "b", build_tables(testing::world_records())));
  EXPECT_EQ(testing::content_of(folder.path() / "a"), testing::content_of(folder.path() / "b"));
}

TEST(Snapshot, RefusesOneByteChangedOrMissing) {
  testing::Folder folder;
  const auto file = folder.path() / "places.snapshot";
  ASSERT_TRUE(write_snapshot(file, build_tables(testing::world_records())));
  const auto good = testing::content_of(file);
  for (std::size_t at = 0; at < good.size(); at += 1 + good.size() / 200) {
    auto bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    testing::put(file, bad);
    const auto mapped = map_snapshot(file);
    ASSERT_FALSE(mapped) << at;
    EXPECT_EQ(mapped.error().message_id, "territories.snapshot.damaged");
  }
  for (const std::size_t size : {std::size_t{0}, std::size_t{20}, std::size_t{100}, good.size() - 1}) {
    testing::put(file, good.substr(0, size));
    EXPECT_FALSE(map_snapshot(file)) << size;
  }
  EXPECT_EQ(map_snapshot(folder.path() / "none").error().kind, core::ErrorKind::not_found);
}

TEST(Snapshot, SaysWhyItCannotBeWritten) {
  testing::Folder folder;
  testing::put(folder.path() / "file", "");
  const auto written =
      write_snapshot(folder.path() / "file" / "places.snapshot", build_tables(testing::world_records()));
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, core::ErrorKind::unavailable);
}

}  // namespace
}  // namespace catalyse::territories
