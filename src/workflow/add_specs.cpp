#include "workflow/add_specs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>

#include "base/json.h"
#include "base/shell.h"
#include "base/text.h"
#include "base/unicode.h"
#include "config/templates/template.h"
#include "workflow/rows.h"

namespace workflow {

namespace {

using base::Json;
using config::templates::Template;

// Base name, agent, the values of the row in the order of their names, number.
constexpr std::string_view kBranchTemplate =
    "{{ base_name }}{% if agent %}-{{ agent | slugify }}{% endif %}"
    "{% for key, value in foreach_vars | dictsort %}{% if value | slugify %}-{{ value | slugify }}{% endif %}{% endfor "
    "%}"
    "{% if num %}-{{ num }}{% endif %}";

constexpr std::array<std::string_view, 5> kReserved = {"agent", "base_name", "foreach_vars", "index", "num"};

// One worktree before its templates are filled in.
struct Job {
  std::optional<std::string> agent;
  std::optional<size_t> number;
  config::Row row;
};

std::vector<Job> jobs_of(const SpecRequest& request) {
  std::vector<Job> jobs;
  const auto only = request.agents.empty() ? std::nullopt : std::optional(request.agents.front());
  for (const config::Row& row : request.rows) {
    const auto own = std::ranges::find(row, "agent", &config::Row::value_type::first);
    const bool chosen = own != row.end() && !own->second.empty();
    jobs.push_back({.agent = chosen ? std::optional(own->second) : only, .number = {}, .row = row});
  }
  if (!jobs.empty()) return jobs;
  for (size_t i = 0; i < request.count.value_or(0); ++i) jobs.push_back({.agent = only, .number = i + 1, .row = {}});
  if (!jobs.empty()) return jobs;
  for (const std::string& agent : request.agents) jobs.push_back({.agent = agent, .number = {}, .row = {}});
  return jobs;
}

// "/opt/bin/claude --fast" is "claude".
std::string stem_of(const std::string& agent) {
  const auto words = base::shell_words(agent);
  return std::filesystem::path(words.empty() ? agent : words.front()).stem().string();
}

Json variables_of(const SpecRequest& request, const Job& job, size_t index) {
  Json variables = {{"base_name", request.base_name}, {"index", index}};
  variables["agent"] = job.agent ? Json(stem_of(*job.agent)) : Json();
  variables["num"] = job.number ? Json(*job.number) : Json();
  std::map<std::string, std::string> sorted;
  for (const auto& [name, value] : job.row) {
    if (std::ranges::find(kReserved, name) == kReserved.end()) sorted[name] = value;
  }
  variables["foreach_vars"] = Json::object();
  for (const auto& [name, value] : sorted) {
    variables["foreach_vars"][name] = value;
    variables[name] = value;
  }
  return variables;
}

// For the default template only: the raw line of a JSON object would repeat what its keys say (CLI-W6). A key `input`
// of the object is a value like the others.
Json without_raw_line(Json variables, const Job& job) {
  const bool json = job.row.size() > 1 && job.row.front().first == "input";
  if (json && job.row.front().second.starts_with('{')) variables["foreach_vars"].erase("input");
  return variables;
}

base::Result<> check_variables(const Template& text, const Json& variables, std::string_view kind) {
  std::vector<std::string> missing;
  for (const std::string& name : text.variables()) {
    if (!variables.contains(name)) missing.push_back(name);
  }
  if (missing.empty()) return {};
  std::vector<std::string> available;
  for (const auto& [name, ignored] : variables.items()) available.push_back(name);
  std::ranges::sort(available);
  return base::fail(fmt::format("{} uses undefined variables: {}\nAvailable variables: {}", kind,
                                base::join(missing, ", "), base::join(available, ", ")));
}

struct Templates {
  Template branch;
  bool own_branch = false;  // --branch-template
  std::optional<Template> prompt;
};

base::Result<Templates> parse_templates(const SpecRequest& request) {
  Templates templates;
  templates.own_branch = request.branch_template.has_value();
  templates.branch = TRY_WITH(Template::parse(request.branch_template.value_or(std::string(kBranchTemplate))),
                              "Failed to parse template syntax of the branch template");
  if (request.prompt) {
    templates.prompt = TRY_WITH(Template::parse(*request.prompt), "Failed to parse template syntax of the prompt");
  }
  return templates;
}

base::Result<Spec> spec_of(const Templates& templates, const SpecRequest& request, const Job& job, size_t index) {
  const Json variables = variables_of(request, job, index);
  TRY_WITH(check_variables(templates.branch, variables, "Template"), "Invalid branch name template");
  Spec spec{.branch = {}, .agent = job.agent, .prompt = {}};
  spec.branch = TRY_WITH(templates.branch.render(templates.own_branch ? variables : without_raw_line(variables, job)),
                         "Failed to render branch template");
  spec.branch = base::trim(spec.branch);
  if (!templates.prompt) return spec;
  TRY(check_variables(*templates.prompt, variables, "Prompt template"));
  spec.prompt = TRY_WITH(templates.prompt->render(variables),
                         index == 1 ? "Failed to render prompt template"
                                    : fmt::format("Failed to render prompt for spec index {}", index));
  return spec;
}

}  // namespace

bool is_multiple(const SpecRequest& request) {
  return !request.rows.empty() || request.count || request.agents.size() > 1;
}

base::Result<std::vector<Spec>> expand(const SpecRequest& request) {
  if (!is_multiple(request)) {
    const auto agent = request.agents.empty() ? std::nullopt : std::optional(request.agents.front());
    return std::vector{Spec{.branch = request.base_name, .agent = agent, .prompt = request.prompt}};
  }
  const std::vector<Job> jobs = jobs_of(request);
  if (jobs.size() > kMostRows) {
    return base::fail(fmt::format("{} worktrees at once are more than {}", jobs.size(), kMostRows));
  }
  const Templates templates = TRY(parse_templates(request));
  std::vector<Spec> specs;
  std::map<std::string, size_t> rows;
  for (size_t i = 0; i < jobs.size(); ++i) {
    auto spec = spec_of(templates, request, jobs[i], i + 1);
    if (!spec && i > 0) return std::unexpected(std::move(spec).error().with(fmt::format("Row {}", i + 1)));
    specs.push_back(TRY(std::move(spec)));
    const auto [first, is_new] = rows.emplace(specs.back().branch, i + 1);
    if (is_new) continue;
    return base::fail(fmt::format("Rows {} and {} would both get the branch '{}'", first->second, i + 1,
                                  base::sanitise_line(specs.back().branch)),
                      "Nothing was created. Tell them apart in --branch-template, for example with {{ index }}.");
  }
  return specs;
}

}  // namespace workflow
