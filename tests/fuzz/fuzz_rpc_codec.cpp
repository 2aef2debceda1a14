// Every line that a guest or a host may send.
#include <cstdint>
#include <string_view>

#include "rpc/codec.h"
#include "rpc/host_request.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)rpc::decode_header(text);
  (void)rpc::decode_request(text);
  (void)rpc::decode_reply(text);
  (void)rpc::host_request_from_json(text);
  return 0;
}
