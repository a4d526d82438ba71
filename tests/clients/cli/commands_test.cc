// Commands against a server in this process whose answers are made for the test: what they tell,
// and how they end.
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "clients/cli/command.h"
#include "clients/cli/nouns.h"
#include "clients/cli/session.h"
#include "gmock/gmock.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "probity/v1/import.grpc.pb.h"
#include "probity/v1/screening.grpc.pb.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_folder.h"

namespace probity::cli {
namespace {

using test::IsOk;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Imports : public v1::ImportService::Service {
 public:
  grpc::Status ImportReports(grpc::ServerContext*,
                             grpc::ServerReaderWriter<v1::ImportReportsResponse,
                                                      v1::ImportReportsRequest>* stream) override {
    v1::ImportReportsRequest request;
    while (stream->Read(&request)) {
    }
    if (broken) return {grpc::StatusCode::INVALID_ARGUMENT, "the header is one column"};
    v1::ImportReportsResponse answer;
    answer.set_case_name("cases/1");
    stream->Write(answer);
    if (refuses) answer.mutable_error()->set_reason("INVALID_DATE");
    stream->Write(answer);
    return grpc::Status::OK;
  }
  grpc::Status ImportSecurityCouncilList(
      grpc::ServerContext*, grpc::ServerReader<v1::ImportSecurityCouncilListRequest>* stream,
      v1::ImportSecurityCouncilListResponse* answer) override {
    v1::ImportSecurityCouncilListRequest request;
    while (stream->Read(&request)) {
      allowed = allowed || request.header().allow_delisting();
      bytes += request.chunk();
    }
    answer->set_refused(refuses ? 1 : 0);
    return grpc::Status::OK;
  }
  bool refuses = false;
  bool broken = false;
  bool allowed = false;
  std::string bytes;
};

class Screenings : public v1::ScreeningService::Service {
 public:
  grpc::Status ScreenCandidate(grpc::ServerContext*, const v1::ScreenCandidateRequest*,
                               v1::Screening* answer) override {
    answer->set_name("screenings/1");
    answer->set_decision(v1::HOLD);
    return grpc::Status::OK;
  }
  grpc::Status ListMatches(grpc::ServerContext*, const v1::ListMatchesRequest*,
                           v1::ListMatchesResponse* answer) override {
    ++asked_for_matches;
    if (denies_matches) return grpc::Status(grpc::StatusCode::PERMISSION_DENIED, "no");
    answer->add_matches()->set_name("matches/1");
    return grpc::Status::OK;
  }
  grpc::Status CreateRoll(grpc::ServerContext*, const v1::CreateRollRequest*,
                          v1::Roll* roll) override {
    roll->set_name("rolls/1");
    return grpc::Status::OK;
  }
  grpc::Status ScreenRoll(
      grpc::ServerContext*,
      grpc::ServerReaderWriter<v1::ScreenRollResponse, v1::ScreenRollRequest>* stream) override {
    v1::ScreenRollRequest request;
    while (stream->Read(&request)) {
      v1::ScreenRollResponse answer;
      answer.set_row_number(request.row_number());
      answer.mutable_screening()->set_decision(v1::CLEARED);
      stream->Write(answer);
    }
    return grpc::Status::OK;
  }
  grpc::Status ReplayScreening(grpc::ServerContext*, const v1::ReplayScreeningRequest*,
                               v1::ReplayScreeningResponse* answer) override {
    answer->set_identical(identical);
    return grpc::Status::OK;
  }
  bool identical = true;
  int asked_for_matches = 0;
  bool denies_matches = false;
};

class Commands : public testing::Test {
 protected:
  Commands() : address_("unix:" + folder_.File("socket")) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort(address_, grpc::InsecureServerCredentials());
    builder.RegisterService(&imports_).RegisterService(&screenings_);
    server_ = builder.BuildAndStart();
  }

  std::string File(const std::string& text) {
    const std::string path = folder_.File("file");
    std::ofstream(path) << text;
    return path;
  }

  // The exit code.
  int Run(const std::vector<std::string>& arguments, Output output = Output::kTable) {
    out_.str("");
    err_.str("");
    Session session({.out = out_, .err = err_});
    session.settings().server = address_;
    session.settings().output = output;
    Command program("probity", "", "");
    AddImport(program);
    AddScreen(program);
    return static_cast<int>(session.Run(program, arguments));
  }

  test::TempFolder folder_;
  const std::string address_;
  Imports imports_;
  Screenings screenings_;
  std::unique_ptr<grpc::Server> server_;
  std::ostringstream out_, err_;
};

const std::vector<std::string> kCandidate = {
    "screen",          "candidate", "--name",         "Bo Ek",     "--agreement",
    "DPO-RECRUITMENT", "--channel", "pd-recruitment", "--purpose", "recruitment"};

TEST_F(Commands, AReportThatIsRefusedIsInTheExitCode) {
  const std::vector<std::string> import = {"import", "reports", File("a\n"), "--source", "s"};
  EXPECT_EQ(Run(import), 0);
  imports_.refuses = true;
  EXPECT_EQ(Run(import), 4);
  EXPECT_THAT(out_.str(), HasSubstr("INVALID_DATE"));
}

TEST_F(Commands, AFileThatIsWrongIsNotToBeSentAgain) {
  imports_.broken = true;
  EXPECT_EQ(Run({"import", "reports", File("a\n"), "--source", "s"}), 4);
  EXPECT_THAT(err_.str(), Not(HasSubstr("sent again")));
}

TEST_F(Commands, AnEntryOfTheListThatIsRefusedIsInTheExitCode) {
  const std::string file = File("<xml/>");
  EXPECT_EQ(Run({"import", "sc-list", file}), 0);
  EXPECT_FALSE(imports_.allowed);
  EXPECT_EQ(imports_.bytes, "<xml/>");
  imports_.refuses = true;
  EXPECT_EQ(Run({"import", "sc-list", file, "--allow-delisting"}), 4);
  EXPECT_TRUE(imports_.allowed);
}

TEST_F(Commands, ARowOfTheRollThatIsRefusedIsInTheExitCode) {
  const auto roll = [this](const std::string& text) {
    return Run({"screen", "roll", File(text), "--agreement", "DPO-RECRUITMENT", "--channel",
                "contingent-roll", "--purpose", "deployment"});
  };
  EXPECT_EQ(roll("row_no,full_name\n1,Bo Ek\n2,Bo Ek\n"), 0);
  EXPECT_EQ(roll("row_no,full_name\n1,\"Bo\"Ek\n2,Bo Ek\n"), 4);
  EXPECT_THAT(out_.str(), HasSubstr("CLEARED"));
}

TEST_F(Commands, AReplayThatDiffersHasACodeOfItsOwn) {
  EXPECT_EQ(Run({"screen", "replay", "screenings/1"}), 0);
  screenings_.identical = false;
  EXPECT_EQ(Run({"screen", "replay", "screenings/1"}), 9);
}

TEST_F(Commands, EvidenceIsInTheTableAndForProgramsThatAskForIt) {
  std::vector<std::string> with_evidence = kCandidate;
  with_evidence.push_back("--evidence");
  std::vector<std::string> without = kCandidate;
  without.push_back("--no-evidence");
  EXPECT_EQ(Run(without), 0);
  EXPECT_EQ(Run(kCandidate, Output::kJson), 0);
  EXPECT_EQ(screenings_.asked_for_matches, 0);
  EXPECT_EQ(Run(kCandidate), 0);
  EXPECT_EQ(screenings_.asked_for_matches, 1);
  for (const Output output : {Output::kTable, Output::kJson, Output::kCsv}) {
    EXPECT_EQ(Run(with_evidence, output), 0) << err_.str();
    EXPECT_THAT(out_.str(), HasSubstr("matches/1"));
    EXPECT_THAT(out_.str(), HasSubstr("screenings/1"));
  }
}

TEST_F(Commands, WhoMayNotSeeTheEvidenceGetsTheDecisionAndIsTold) {
  screenings_.denies_matches = true;
  EXPECT_EQ(Run(kCandidate), 0);
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("HOLD"), HasSubstr("for adjudicators")));
  std::vector<std::string> with_evidence = kCandidate;
  with_evidence.push_back("--evidence");
  EXPECT_NE(Run(with_evidence), 0);
}

TEST_F(Commands, AFolderIsNoFile) {
  EXPECT_EQ(Run({"import", "reports", folder_.path(), "--source", "s"}), 4);
  EXPECT_THAT(err_.str(), HasSubstr("folder"));
}

TEST_F(Commands, ASeparatorIsOneOfThree) {
  const std::string file = File("a\n");
  EXPECT_EQ(Run({"import", "reports", file, "--source", "s", "--separator", "tab"}), 0);
  EXPECT_EQ(Run({"import", "reports", file, "--source", "s", "--separator", ""}), 2);
  EXPECT_EQ(Run({"import", "reports", file, "--source", "s", "--separator", "|"}), 2);
}

}  // namespace
}  // namespace probity::cli
