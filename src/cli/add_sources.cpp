#include "cli/add_sources.h"

#include <fmt/format.h>

#include "base/text.h"
#include "cli/output.h"
#include "cli/prompt_source.h"
#include "cli/standard_input.h"
#include "config/front_matter.h"
#include "workflow/rows.h"

namespace cli {

namespace {

constexpr std::string_view kSeveral = "multi-worktree generation (multiple --agent, --count, --foreach, or stdin).";
constexpr int kUsage = 2;

base::Result<> usage_error(std::string message) {
  base::Error error{.message = std::move(message), .hint = {}, .causes = {}, .exit_code = kUsage};
  return std::unexpected(std::move(error));
}

// Rows of standard input; none when it was not read or holds blank lines only.
base::Result<std::vector<config::Row>> input_rows(const Arguments& arguments) {
  const auto text = TRY(read_rows(arguments));
  auto rows = workflow::line_rows(text.value_or(""));
  if (rows.empty()) {
    if (arguments.has("stdin")) return base::fail("No rows on standard input");
    return rows;
  }
  for (const char* option : {"foreach", "matrix"}) {
    if (arguments.has(option)) return base::fail(fmt::format("Cannot use --{} when piping input from stdin", option));
  }
  if (arguments.has("count")) TRY(usage_error("Cannot use --count when piping input from stdin"));
  if (arguments.values("agent").size() > 1) {
    TRY(usage_error("Cannot use several --agent when piping input from stdin; one is used for every row"));
  }
  if (arguments.has("auto-name") && !arguments.has("prompt") && !arguments.has("prompt-file")) {
    return base::fail(
        "Cannot use interactive prompt editor when piping input from stdin.\nPlease provide a prompt via --prompt or "
        "--prompt-file.");
  }
  warn(fmt::format("workmux: {} from standard input (--no-stdin leaves it alone)",
                   base::counted(rows.size(), "row", "rows")));
  return rows;
}

base::Result<std::vector<config::Row>> option_rows(const Arguments& arguments) {
  if (const auto text = arguments.value("foreach")) return workflow::foreach_rows(*text);
  if (const auto text = arguments.value("matrix")) return workflow::matrix_rows(*text);
  return std::vector<config::Row>{};
}

// The rows of the prompt's head, unless others go before them.
base::Result<> take_front_matter(workflow::SpecRequest& request, std::vector<config::Row> rows,
                                 const Arguments& arguments) {
  if (rows.empty()) return {};
  if (!request.rows.empty()) {
    const bool option = arguments.has("foreach") || arguments.has("matrix");
    warn(option ? fmt::format("Warning: --{} overrides prompt frontmatter",
                              arguments.has("foreach") ? "foreach" : "matrix")
                : "Warning: stdin input overrides prompt frontmatter 'foreach'");
    return {};
  }
  if (!request.agents.empty()) {
    return base::fail(
        "Cannot use --agent when 'foreach' is defined in the prompt frontmatter. These multi-worktree generation "
        "methods are mutually exclusive.");
  }
  if (request.count) TRY(usage_error("Cannot use --count when 'foreach' is defined in the prompt frontmatter."));
  request.rows = std::move(rows);
  return {};
}

base::Result<> check_single_names(const Arguments& arguments, const workflow::SpecRequest& request) {
  const bool several = workflow::is_multiple(request) && !(request.rows.empty() && request.count == 1);
  if (several && arguments.has("name")) return base::fail(fmt::format("--name cannot be used with {}", kSeveral));
  if (several && (arguments.has("target-name") || arguments.has("parent-session"))) {
    return base::fail(fmt::format("--target-name and --parent-session cannot be used with {}", kSeveral));
  }
  return {};
}

}  // namespace

base::Result<workflow::SpecRequest> spec_request(const Context& context, const Arguments& arguments,
                                                 const std::string& branch) {
  workflow::SpecRequest request{.base_name = branch,
                                .agents = arguments.values("agent"),
                                .count = {},
                                .rows = TRY(input_rows(arguments)),
                                .branch_template = arguments.value("branch-template"),
                                .prompt = {}};
  if (const auto count = arguments.number("count")) request.count = static_cast<size_t>(*count);
  if (request.rows.empty()) request.rows = TRY(option_rows(arguments));
  TRY(check_single_names(arguments, request));
  const auto text = TRY(read_prompt(context, arguments));
  if (text && !arguments.has("prompt")) {
    config::Prompt prompt = TRY(config::split_front_matter(*text));
    request.prompt = std::move(prompt.body);
    TRY(take_front_matter(request, std::move(prompt.rows), arguments));
    TRY(check_single_names(arguments, request));
  } else {
    request.prompt = text;
  }
  if (request.count && request.agents.size() > 1) {
    return base::fail(
        fmt::format("--count can only be used with zero or one --agent, but {} were provided", request.agents.size()));
  }
  return request;
}

}  // namespace cli
