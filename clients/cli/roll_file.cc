#include "clients/cli/roll_file.h"

#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "clients/cli/csv.h"
#include "clients/cli/enums.h"
#include "clients/cpp/request.h"
#include "proto/support/error.h"
#include "proto/support/row_error.h"
#include "proto/support/status_macros.h"

namespace probity::cli {
namespace {

absl::Status Wrong(absl::string_view message, absl::string_view field) {
  return InvalidArgument(message).Reason(v1::ERROR_REASON_INVALID_FIELD).Field(field);
}

constexpr absl::string_view kRead[] = {
    "row_no", "full_name",   "native_name", "given",           "family",        "dob",
    "gender", "nationality", "passport",    "passport_issuer", "service_number"};
// What rolls hold beside, and nobody is found by.
constexpr absl::string_view kLeftOut[] = {"rank", "unit", "mission", "arrival_date", "origin"};

absl::Status CheckTitles(const CsvReader& reader, const std::vector<std::string>& ignored) {
  if (!reader.Has("full_name") && !reader.Has("native_name")) {
    return InvalidArgument("a column is missing")
        .Reason(v1::ERROR_REASON_INVALID_CSV)
        .With("column", "full_name or native_name");
  }
  for (const std::string& title : reader.header()) {
    if (absl::c_linear_search(kRead, title) || absl::c_linear_search(kLeftOut, title) ||
        absl::c_linear_search(ignored, title)) {
      continue;
    }
    return InvalidArgument("a column is none that is screened by: mend its title, or --ignore it")
        .Reason(v1::ERROR_REASON_INVALID_CSV)
        .With("column", title);
  }
  return absl::OkStatus();
}

class Rows {
 public:
  Rows(const CsvReader& reader, const RollFileOptions& options)
      : reader_(reader), options_(options) {}

  void Add(const CsvRecord& record) {
    const int32_t number = record.status.ok() ? NumberOf(record) : 0;
    const absl::StatusOr<v1::ScreenRollRequest> row = Read(record, number);
    if (row.ok()) {
      file_.rows.push_back(*row);
    } else {
      const bool numbered = FieldOf(row.status()) != "row_no";
      file_.bad.push_back({record.line, numbered ? number : 0, ToRowError(row.status())});
    }
  }

  RollFile Take() { return std::move(file_); }

 private:
  std::string Field(const CsvRecord& record, absl::string_view title) const {
    return std::string(reader_.Field(record, title));
  }

  int32_t NumberOf(const CsvRecord& record) const {
    int32_t number = 0;
    const bool good = absl::SimpleAtoi(reader_.Field(record, "row_no"), &number) && number > 0;
    return good ? number : 0;
  }

  absl::StatusOr<v1::ScreenRollRequest> Read(const CsvRecord& record, int32_t number) {
    PROBITY_RETURN_IF_ERROR(record.status);
    if (record.fields.size() != reader_.header().size()) {
      return InvalidArgument("the row has not as many fields as the header")
          .Reason(v1::ERROR_REASON_INVALID_CSV);
    }
    if (number == 0) return Wrong("a row number is a whole number from 1", "row_no");
    std::string name = Field(record, "full_name");
    if (name.empty()) name = Field(record, "native_name");
    if (!file_.names.emplace(number, std::move(name)).second) {
      return Wrong("the row number stands twice in the file", "row_no");
    }
    v1::ScreenRollRequest row;
    row.set_row_number(number);
    PROBITY_RETURN_IF_ERROR(Fill(record, *row.mutable_candidate()));
    PROBITY_RETURN_IF_ERROR(client::CheckUtf8(row));
    return row;
  }

  absl::Status Fill(const CsvRecord& record, v1::Candidate& candidate) const {
    for (const char* title : {"full_name", "native_name"}) {
      const std::string name = Field(record, title);
      if (!name.empty()) candidate.add_names()->set_full(name);
    }
    if (candidate.names_size() > 0) {
      candidate.mutable_names(0)->set_given(Field(record, "given"));
      candidate.mutable_names(0)->set_family(Field(record, "family"));
    }
    if (const std::string dob = Field(record, "dob"); !dob.empty()) {
      candidate.add_dates_of_birth(dob);
    }
    if (const std::string text = Field(record, "gender"); !text.empty()) {
      const auto gender = ParseEnum(*v1::Gender_descriptor(), text);
      if (!gender.has_value()) return Wrong("the gender is none of the contract's", "gender");
      candidate.set_gender(static_cast<v1::Gender>(*gender));
    }
    const std::string nationality = Field(record, "nationality");
    if (!nationality.empty()) candidate.add_nationalities(nationality);
    const std::string issuer = Field(record, "passport_issuer");
    AddIdentifier(v1::Identifier::PASSPORT, issuer.empty() ? nationality : issuer,
                  Field(record, "passport"), candidate);
    AddIdentifier(options_.service_number, nationality, Field(record, "service_number"), candidate);
    return absl::OkStatus();
  }

  static void AddIdentifier(v1::Identifier::IdentifierType type, const std::string& issuer,
                            const std::string& value, v1::Candidate& candidate) {
    if (value.empty()) return;
    v1::Identifier& identifier = *candidate.add_identifiers();
    identifier.set_type(type);
    identifier.set_issuer(issuer);
    identifier.set_value(value);
  }

  const CsvReader& reader_;
  const RollFileOptions& options_;
  RollFile file_;
};

}  // namespace

absl::StatusOr<RollFile> ReadRollFile(std::istream& file, const RollFileOptions& options) {
  PROBITY_ASSIGN_OR_RETURN(CsvReader reader, CsvReader::Open(file, options.separator, {"row_no"}));
  PROBITY_RETURN_IF_ERROR(CheckTitles(reader, options.ignored));
  Rows rows(reader, options);
  for (auto record = reader.Next(); record.has_value(); record = reader.Next()) rows.Add(*record);
  RollFile roll = rows.Take();
  if (!roll.rows.empty() || !roll.bad.empty()) return roll;
  return InvalidArgument("the file has no rows").Reason(v1::ERROR_REASON_INVALID_CSV);
}

}  // namespace probity::cli
