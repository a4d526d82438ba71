// All tables of one transaction, as storage/store.h names them.
#ifndef PROBITY_STORAGE_SQL_SQL_TX_H_
#define PROBITY_STORAGE_SQL_SQL_TX_H_

#include <memory>
#include <string>

#include "storage/sealing/reference.h"
#include "storage/sql/case_tables.h"
#include "storage/sql/registry_tables.h"
#include "storage/sql/screening_tables.h"
#include "storage/sql/tx.h"
#include "storage/store.h"

namespace probity::sql {

// Serves a read as `const storage::ReadTx&` and a write as `storage::WriteTx&`.
class SqlTx final : public storage::WriteTx {
 public:
  SqlTx(Tx& tx, const sealing::References& references);
  ~SqlTx() override;

  Tx& rows() { return tx_; }
  // The position is that of the write, or the newest of the snapshot.
  void set_position(storage::Position position, int64_t leaves) {
    position_ = position;
    leaves_ = leaves;
  }

  const storage::Cases& cases() const override { return cases_; }
  const storage::Allegations& allegations() const override { return allegations_; }
  const storage::Persons& persons() const override { return persons_; }
  const storage::Missions& missions() const override { return missions_; }
  const storage::Organisations& organisations() const override { return organisations_; }
  const storage::OrganisationFacts& organisation_facts() const override { return facts_; }
  const storage::Taxonomy& taxonomy() const override { return taxonomy_; }
  const storage::ScreeningRecords& screening_records() const override { return records_; }
  const storage::ExternalRecords& external_records() const override { return externals_; }
  const storage::ScreenedPersons& screened_persons() const override { return screened_; }
  const storage::Screenings& screenings() const override { return screenings_; }
  const storage::Rolls& rolls() const override { return rolls_; }
  const storage::Matches& matches() const override { return matches_; }
  const storage::ImportedLines& imported_lines() const override { return lines_; }
  storage::Position position() const override { return position_; }
  int64_t leaves() const override { return leaves_; }
  absl::StatusOr<std::vector<storage::Commit>> CommitsFrom(int64_t leaf_index,
                                                           int limit) const override;

  storage::Cases& cases() override { return cases_; }
  storage::Allegations& allegations() override { return allegations_; }
  storage::Persons& persons() override { return persons_; }
  storage::Missions& missions() override { return missions_; }
  storage::Organisations& organisations() override { return organisations_; }
  storage::OrganisationFacts& organisation_facts() override { return facts_; }
  storage::ScreeningRecords& screening_records() override { return records_; }
  storage::ExternalRecords& external_records() override { return externals_; }
  storage::Screenings& screenings() override { return screenings_; }
  storage::Rolls& rolls() override { return rolls_; }
  storage::Matches& matches() override { return matches_; }
  storage::ImportedLines& imported_lines() override { return lines_; }
  storage::WriteTx& as_system() override;
  absl::Time now() const override { return tx_.gathered->now; }
  absl::StatusOr<std::string> NextReference(absl::string_view mission, int year) override;

 private:
  struct AsSystem;

  Tx& tx_;
  const sealing::References& references_;
  storage::Position position_;
  int64_t leaves_ = 0;
  std::unique_ptr<AsSystem> as_system_;
  SqlAllegations allegations_{tx_};
  SqlCases cases_{tx_, allegations_};
  SqlPersons persons_{tx_};
  SqlMissions missions_{tx_};
  SqlOrganisations organisations_{tx_};
  SqlOrganisationFacts facts_{tx_};
  SqlTaxonomy taxonomy_{tx_};
  SqlScreeningRecords records_{tx_};
  SqlExternalRecords externals_{tx_};
  SqlScreenedPersons screened_{tx_};
  SqlScreenings screenings_{tx_};
  SqlRolls rolls_{tx_};
  SqlMatches matches_{tx_};
  SqlImportedLines lines_{tx_};
};

}  // namespace probity::sql

#endif  // PROBITY_STORAGE_SQL_SQL_TX_H_
