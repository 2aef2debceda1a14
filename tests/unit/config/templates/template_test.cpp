#include "config/templates/template.h"

#include <gmock/gmock.h>

namespace {

using base::Json;
using config::templates::Template;
using testing::ElementsAre;
using testing::HasSubstr;

std::string rendered(std::string text, const Json& variables = Json::object()) {
  const auto parsed = Template::parse(std::move(text));
  if (!parsed) return "parse: " + parsed.error().message;
  const auto result = parsed->render(variables);
  return result ? *result : "render: " + result.error().message;
}

const Json& sample() {
  static const Json variables = {{"name", "Föö"},
                                 {"num", 3},
                                 {"list", {"b", "a", "C", "a"}},
                                 {"map", {{"os", "mac"}, {"lang", "go"}}},
                                 {"nothing", nullptr}};
  return variables;
}

TEST(Template, TextStaysAsItIs) {
  EXPECT_EQ(rendered("a { b } % # \n"), "a { b } % # \n");
  EXPECT_EQ(rendered(""), "");
  EXPECT_EQ(rendered("a{# {{ no }} #}b"), "ab");
  EXPECT_EQ(rendered("{% raw %}{{ x }}{% endraw %}."), "{{ x }}.");
}

TEST(Template, Expressions) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"{{ name }}", "Föö"},
      {"{{ missing }}", ""},
      {"{{ nothing }}", "none"},
      {"{{ 1 + 2 * 3 - -4 }}", "11"},
      {"{{ 7 // 2 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 7 / 2 }} {{ 2 ** 10 }}", "3 -4 2 3.5 1024"},
      {"{{ (1 + 2) * 3 }}", "9"},
      {"{{ 'a' ~ 1 ~ true }}", "a1true"},
      {"{{ num > 2 and not num == 4 or false }}", "true"},
      {"{{ 'x' if num is odd else 'y' }}", "x"},
      {"{{ 'x' if num is even }}", ""},
      {"{{ map.os }}{{ map['lang'] }}{{ list[0] }}{{ list[-1] }}{{ list.1 }}", "macgobaa"},
      {"{{ 'o' in name }} {{ 'a' in list }} {{ 'os' not in map }}", "false true false"},
      {"{{ missing is defined }} {{ missing is undefined }} {{ name is string }} {{ num is number }}",
       "false true true true"},
      {"{{ nothing is none }} {{ 1 is in [1, 2] }} {{ num is not none }}", "true true true"},
      {"{{ [1, 'a', 2.0] }} {{ {'a': 1} }}", R"([1,"a",2.0] {"a":1})"},
      {R"({{ "a\"}}b" }})", "a\"}}b"},
      {"{{ {'a': {'b': 1}}['a']['b'] }}", "1"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(rendered(text, sample()), expected) << text;
}

TEST(Template, Filters) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"{{ name | upper }}{{ name | lower }}", "FÖÖföö"},
      {"{{ 'hello big-world' | title }} {{ 'hELLO' | capitalize }}", "Hello Big-World Hello"},
      {"[{{ '  x ' | trim }}]{{ 'aXbX' | replace('X', '-') }}", "[x]a-b-"},
      {"{{ missing | default('d') }}{{ '' | d('e', true) }}{{ '' | default('f') }}", "de"},
      {"{{ list | length }}{{ list | first }}{{ list | last }}{{ list | join('+') }}", "4bab+a+C+a"},
      {"{{ 'abc' | list }}{{ 'abc' | reverse }}{{ [1, 2] | reverse }}", R"(["a","b","c"]cba[2,1])"},
      {"{{ list | sort }}{{ list | unique }}{{ [3, 1] | sort(reverse=true) }}",
       R"(["a","a","b","C"]["b","a","C"][3,1])"},
      {"{{ map | items }}{{ map | dictsort }}", R"([["os","mac"],["lang","go"]][["lang","go"],["os","mac"]])"},
      {"{{ list | map('upper') | join }}{{ [{'x': 1}] | map(attribute='x') }}", "BACA[1]"},
      {"{{ [1, 2, 3] | select('odd') }}{{ [1, 2, 3] | reject('odd') }}{{ [0, 1] | select }}", "[1,3][2][1]"},
      {"{{ [1, 2, 3, 4, 5] | slice(2) }}{{ [1, 2, 3] | batch(2, 0) }}", "[[1,2,3],[4,5]][[1,2],[3,0]]"},
      {"{{ -3 | abs }}{{ 2.567 | round(2) }}{{ 2.5 | round }}{{ '42' | int }}{{ '1.5' | float }}{{ 7.9 | int }}",
       "32.573.0421.57"},
      {"{{ '<&>' | escape }}{{ '<' | safe }}{{ 5 | string }}", "&lt;&amp;&gt;<5"},
      {"{{ 'a\nb' | indent(2) }}{{ map | tojson }}", "a\n  b{\"os\":\"mac\",\"lang\":\"go\"}"},
      {"{{ 'Föö Bär' | slugify }}", "foo-bar"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(rendered(text, sample()), expected) << text;
}

TEST(Template, Statements) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"{% if num == 3 %}a{% elif true %}b{% else %}c{% endif %}", "a"},
      {"{% if missing %}a{% elif num %}b{% else %}c{% endif %}", "b"},
      {"{% if missing %}a{% else %}c{% endif %}", "c"},
      {"{% for x in list %}{{ loop.index }}{{ x }}{% if not loop.last %},{% endif %}{% endfor %}", "1b,2a,3C,4a"},
      {"{% for x in [] %}a{% else %}none{% endfor %}", "none"},
      {"{% for k, v in map | items %}{{ k }}={{ v }};{% endfor %}", "os=mac;lang=go;"},
      {"{% for k in map %}{{ k }}{% endfor %}", "oslang"},
      {"{% for x in [1, 2, 3] if x is odd %}{{ x }}/{{ loop.length }} {% endfor %}", "1/2 3/2 "},
      {"{% set a = 1 %}{% set b, c = [2, 3] %}{{ a }}{{ b }}{{ c }}", "123"},
      {"{% for x in [1] %}{% set y = x %}{% endfor %}[{{ y }}]", "[]"},
      {"a  {%- if true -%}  b  {%- endif -%}  c", "abc"},
      {"a {{- ' b ' -}} c", "a b c"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(rendered(text, sample()), expected) << text;
}

TEST(Template, CLI_W8_OnlyRootNamesAreFree) {
  const auto parsed = Template::parse(
      "{{ foreach_vars.os }}{% for k, v in a | items %}{{ k }}{{ loop.index }}{{ z }}{% endfor %}"
      "{% set s = q %}{{ s }}{{ k }}{{ x | default(y) }}");
  ASSERT_TRUE(parsed);
  EXPECT_THAT(parsed->variables(), ElementsAre("a", "foreach_vars", "k", "q", "x", "y", "z"));
}

TEST(Template, MistakesAreNamedWithTheirPlace) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"a\n {{ x", "parse: no '}}' closes this at line 2, column 2"},
      {"{% if x %}", "parse: no 'endif' closes this at line 1, column 1"},
      {"{% for x in y %}", "no 'endfor'"},
      {"{% endif %}", "'endif' has no place here"},
      {"{% if x %}{% endfor %}", "'endfor' stands where 'endif' was expected"},
      {"{{ }}", "something is missing"},
      {"{{ a b }}", "unexpected 'b' at line 1, column 6"},
      {"{{ range(3) }}", "'range' is called, but there are no functions"},
      {"{{ 'a }}", "a string is never closed"},
      {"{# a", "a comment is never closed"},
      {"{% raw %}a", "no 'endraw'"},
      {"{{ a ! b }}", "a character that has no meaning here"},
      {"{{ a | nope }}", "render: there is no filter 'nope' at line 1, column 6"},
      {"{{ a is nope }}", "there is no test 'nope'"},
      {"{{ 1 // 0 }}", "a division by zero"},
      {"{{ 9223372036854775807 + 1 }}", "a number that is too large"},
      {"{{ 99999999999999999999 }}", "a number that is too large"},
      {"{{ missing.part }}", "a part of an undefined value"},
      {"{{ 1 + 'a' }}", "'+' of a number and a string"},
      {"{% set a, b = [1] %}", "2 names for 1 values"},
  };
  for (const auto& [text, expected] : cases) EXPECT_THAT(rendered(text), HasSubstr(expected)) << text;
}

TEST(Template, NothingRunsAway) {
  EXPECT_THAT(rendered("{{ " + std::string(1000, '(') + "1" + std::string(1000, ')') + " }}"),
              HasSubstr("nested too deeply"));
  std::string blocks;
  for (int i = 0; i < 100; ++i) blocks += "{% if 1 %}";
  EXPECT_THAT(rendered(blocks), HasSubstr("nested too deeply"));
  std::string sum = "{{ 1";
  for (int i = 0; i < 100'000; ++i) sum += " + 1";
  EXPECT_THAT(rendered(sum + " }}"), HasSubstr("too many parts"));
  std::string doubling = "{% set x = 'aaaaaaaaaaaaaaaa' %}";
  for (int i = 0; i < 40; ++i) doubling += "{% set x = x ~ x %}";
  EXPECT_THAT(rendered(doubling), HasSubstr("too long"));
  std::string loops = "{% set x = 'aaaaaaaaaa' %}";
  for (int i = 0; i < 9; ++i) loops += "{% for c" + std::to_string(i) + " in x %}";
  for (int i = 0; i < 9; ++i) loops += "{% endfor %}";
  EXPECT_THAT(rendered(loops), HasSubstr("takes too long"));
}

}  // namespace
