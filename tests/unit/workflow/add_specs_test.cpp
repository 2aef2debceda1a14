#include "workflow/add_specs.h"

#include <gmock/gmock.h>

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using workflow::expand;
using workflow::SpecRequest;

std::vector<std::string> branches(const SpecRequest& request) {
  const auto specs = expand(request);
  if (!specs) return {specs.error().message};
  std::vector<std::string> names;
  for (const auto& spec : *specs) names.push_back(spec.branch);
  return names;
}

SpecRequest demo() {
  return {.base_name = "demo", .agents = {}, .count = {}, .rows = {}, .branch_template = {}, .prompt = {}};
}

TEST(AddSpecs, OneWorktreeKeepsItsNameAndPrompt) {
  SpecRequest request = demo();
  request.base_name = "{{ x }}";
  request.prompt = "{{ y";
  request.branch_template = "unused";
  const auto specs = expand(request).value();
  EXPECT_EQ(specs.front().branch, "{{ x }}");
  EXPECT_EQ(specs.front().prompt, "{{ y");
}

TEST(AddSpecs, CLI_A13_CountNumbersThem) {
  SpecRequest request = demo();
  request.count = 2;
  EXPECT_THAT(branches(request), ElementsAre("demo-1", "demo-2"));
  request.agents = {"/opt/bin/claude --fast"};
  EXPECT_THAT(branches(request), ElementsAre("demo-claude-1", "demo-claude-2"));
}

TEST(AddSpecs, CLI_A14_ValuesFollowTheirNames) {
  SpecRequest request = demo();
  request.rows = {{{"os", "mac"}, {"lang", "go"}}, {{"os", "Win 11"}, {"lang", "c"}}};
  EXPECT_THAT(branches(request), ElementsAre("demo-go-mac", "demo-c-win-11"));
}

TEST(AddSpecs, ReservedNamesOfARowAreDropped) {
  SpecRequest request = demo();
  request.rows = {{{"num", "7"}, {"agent", "codex"}, {"a", "b"}}};
  EXPECT_THAT(branches(request), ElementsAre("demo-codex-b"));
  EXPECT_EQ(expand(request)->front().agent, "codex");
}

TEST(AddSpecs, CLI_W6_TheRawLineOfJsonIsLeftOut) {
  SpecRequest request = demo();
  request.rows = {{{"input", "{\"os\": \"mac\"}"}, {"os", "mac"}}, {{"input", "plain"}}};
  EXPECT_THAT(branches(request), ElementsAre("demo-mac", "demo-plain"));
  request.branch_template = "{{ input | slugify }}";
  EXPECT_THAT(branches(request), ElementsAre("os-mac", "plain"));
}

TEST(AddSpecs, CLI_W7_EveryRowIsChecked) {
  SpecRequest request = demo();
  request.rows = {{{"a", "1"}}, {{"b", "2"}}};
  request.prompt = "{{ a }}";
  const auto error = expand(request).error();
  EXPECT_EQ(error.message, "Row 2");
  EXPECT_THAT(error.causes.front(), HasSubstr("undefined variables: a"));
}

TEST(AddSpecs, CLI_W9_TheSameBranchTwiceIsRefused) {
  SpecRequest request = demo();
  request.count = 2;
  request.branch_template = "{{ base_name }}";
  EXPECT_THAT(branches(request), ElementsAre(HasSubstr("Rows 1 and 2 would both get the branch 'demo'")));
}

TEST(AddSpecs, CLI_W8_PartsOfTheRowsMapMayBeNamed) {
  SpecRequest request = demo();
  request.rows = {{{"os", "mac"}}};
  request.branch_template = "{{ foreach_vars.os }}-{{ foreach_vars | length }}";
  EXPECT_THAT(branches(request), ElementsAre("mac-1"));
}

TEST(AddSpecs, ThousandsAreRefused) {
  SpecRequest request = demo();
  request.rows.resize(1001, {{"a", "b"}});
  EXPECT_THAT(branches(request), ElementsAre(HasSubstr("more than 1000")));
}

}  // namespace
