// workmux-guest: the `workmux` of a sandbox.

#include "guest/program.h"
#include "os/signals.h"

int main(int count, char** words) {
  os::ignore_broken_pipe();
  return guest::run_program({words + (count > 0 ? 1 : 0), words + count}, os::Environment::current());
}
