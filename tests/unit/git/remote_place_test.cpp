#include "git/remote_place.h"

#include <gtest/gtest.h>

#include <string>

namespace git {
namespace {

std::string shown(std::string_view url) {
  const auto place = parse_remote_url(url);
  return place ? place->scheme + "|" + place->host + "|" + place->owner + "|" + place->repo : "nothing";
}

TEST(RemotePlace, ReadFromEveryFormOfUrl) {
  EXPECT_EQ(shown("https://github.com/ada/app"), "https|github.com|ada|app");
  EXPECT_EQ(shown("https://github.com/ada/app.git/"), "https|github.com|ada|app");
  EXPECT_EQ(shown("HTTPS://user:token@github.com/ada/app.git"), "https|github.com|ada|app");
  EXPECT_EQ(shown("http://hub:8080/ada/app"), "http|hub:8080|ada|app");
  EXPECT_EQ(shown("ssh://git@hub:22/ada/app.git"), "ssh|hub:22|ada|app");
  EXPECT_EQ(shown("git://hub/ada/app"), "git|hub|ada|app");
  EXPECT_EQ(shown("git@github.com:ada/app.git"), "|github.com|ada|app");
  EXPECT_EQ(shown("github.com:ada/app"), "|github.com|ada|app");
}

TEST(RemotePlace, WhatIsOnNoServerOrNotOwnerAndRepositoryIsNothing) {
  for (const char* url : {"", "/srv/app.git", "../app", "./a:b/c", "file:///srv/ada/app", "https://github.com/app",
                          "https://github.com/", "https://github.com", "https://hub/a/b/c", "https:///ada/app",
                          "https://hub/../app", "https://hub/ada/..", "https://hub:x/ada/app", "ext::sh -c x",
                          "git@hub:ada", "https://hub/a da/app", "https://hub/-/", "javascript://hub/ada/app"}) {
    EXPECT_EQ(shown(url), "nothing") << url;
  }
  EXPECT_EQ(shown("https://hub/ada/" + std::string(5000, 'x')), "nothing");
}

TEST(RemotePlace, CaseDoesNotCountAndForksKeepTheKindOfUrl) {
  const auto place = *parse_remote_url("https://GitHub.com/Ada/App");
  EXPECT_TRUE(same_place(place, *parse_remote_url("git@github.com:ada/app.git")));
  EXPECT_FALSE(same_place(place, *parse_remote_url("git@github.com:bob/app.git")));
  EXPECT_EQ(url_of_fork(place, "bob"), "https://GitHub.com/bob/App.git");
  EXPECT_EQ(url_of_fork(*parse_remote_url("http://hub:80/ada/app"), "bob"), "http://hub:80/bob/app.git");
  EXPECT_EQ(url_of_fork(*parse_remote_url("ssh://git@hub/ada/app"), "bob"), "git@hub:bob/app.git");
  EXPECT_EQ(url_of_fork(*parse_remote_url("hub:ada/app"), "bob"), "git@hub:bob/app.git");
}

TEST(RemotePlace, FindsTheRemoteThatIsThere) {
  ConfigFile config({{"remote.origin.url", "/srv/app"}, {"remote.friend.url", "git@hub:Ada/App"}});
  EXPECT_EQ(remote_at(config, *parse_remote_url("https://hub/ada/app.git")), "friend");
  EXPECT_EQ(remote_at(config, *parse_remote_url("https://hub/bob/app.git")), std::nullopt);
}

}  // namespace
}  // namespace git
