#pragma once
// What is known about an official image being the newest: one file per image, valid for a day (SBX 6.5).

#include <filesystem>
#include <string>
#include <string_view>

#include "os/environment.h"
#include "os/paths.h"
#include "sandbox/container/runtime.h"

namespace sandbox::container {

enum class Known { unknown, fresh, stale };

// `<state>/image-freshness-<image>.json`.
std::filesystem::path freshness_file(const os::Paths& paths, std::string_view image);

// What the file says about the local image with this id. Stale counts only while the id is the one that was compared.
Known known_freshness(const os::Paths& paths, std::string_view image, std::string_view local_image_id);

// Failures to write are no errors: the image is asked about again.
void record_fresh(const os::Paths& paths, std::string_view image, std::string_view local_image_id);

// Compares the local image with its registry and writes the file. Silent in every failure; a locally built image has no
// digest to compare, and nothing is written.
void check_freshness(const os::Paths& paths, const os::Environment& environment, const Engine& engine,
                     const std::string& image);

// Whether one of the local digests ("repo@sha256:...") is the registry's. Pure.
bool is_newest(std::string_view local_digests, std::string_view remote_digest);

// The digest of the index in the registry's answer: of docker "Digest: sha256:..."; of podman the index's own, which is
// the digest of the raw text. Empty: not found. Pure.
std::string remote_digest(ContainerRuntime runtime, std::string_view answer);

}  // namespace sandbox::container
