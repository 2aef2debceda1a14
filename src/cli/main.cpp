#include <exception>
#include <string>
#include <vector>

#include "cli/run.h"

int main(int count, char** words) {
  try {
    return cli::run({words + 1, words + count});
  } catch (const std::exception&) {
    // Nothing of ours throws; a library may, when memory runs out.
    return cli::report_unexpected();
  }
}
