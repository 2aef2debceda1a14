#include "git/github/pull_request.h"

#include "base/json.h"
#include "base/unicode.h"

namespace git::github {
namespace {

std::string text(const base::Json& object, std::string_view name) {
  return base::sanitise_line(base::string_member(object, name));
}

std::string login(const base::Json& object, std::string_view name) {
  const auto found = object.find(std::string(name));
  return found != object.end() && found->is_object() ? text(*found, "login") : std::string();
}

bool flag(const base::Json& object, std::string_view name) {
  const auto found = object.find(std::string(name));
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

PullRequest from_json(const base::Json& object) {
  return {.number = base::integer_member(object, "number"),
          .title = text(object, "title"),
          .state = text(object, "state"),
          .is_draft = flag(object, "isDraft"),
          .author = login(object, "author"),
          .head_branch = text(object, "headRefName"),
          .head_owner = login(object, "headRepositoryOwner"),
          .url = text(object, "url")};
}

}  // namespace

base::Result<PullRequest> parse_pull_request(std::string_view json) {
  const auto object = base::parse_json(json);
  if (!object || !object->is_object()) return base::fail("'gh' gave no valid answer");
  return from_json(*object);
}

base::Result<std::vector<PullRequest>> parse_pull_requests(std::string_view json) {
  const auto array = base::parse_json(json);
  if (!array || !array->is_array()) return base::fail("'gh' gave no valid answer");
  std::vector<PullRequest> requests;
  for (const auto& object : *array) {
    if (!object.is_object()) continue;
    auto request = from_json(object);
    if (request.number > 0) requests.push_back(std::move(request));
  }
  return requests;
}

}  // namespace git::github
