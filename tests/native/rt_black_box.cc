#include "rt/black_box.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <string>

using weft::rt::BlackBox;

TEST_CASE("The node that a thread was on can be read from the file after its process was killed") {
  char name[] = "/tmp/weft-box-XXXXXX";
  const int file = mkstemp(name);
  REQUIRE(ftruncate(file, BlackBox::kSlots * BlackBox::kSlotBytes) == 0);
  int pipes[2];
  REQUIRE(pipe(pipes) == 0);
  const pid_t child = fork();
  if (child == 0) {
    auto box = BlackBox::open(name);
    box->enter(BlackBox::Render, "d_deck/n_before");
    box->leave(BlackBox::Loader);
    box->enter(BlackBox::Render, "d_deck/n_culprit");
    (void)!write(pipes[1], "x", 1);
    for (;;) pause();
  }
  char byte;
  REQUIRE(read(pipes[0], &byte, 1) == 1);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  auto box = BlackBox::open(name);
  CHECK(box->at(BlackBox::Render).path == "d_deck/n_culprit");
  CHECK(box->at(BlackBox::Render).sinceNs > 0);
  CHECK(box->at(BlackBox::Loader).path.empty());
  close(file);
  std::remove(name);
}

TEST_CASE("A black box whose file is missing or too short is kept in memory") {
  for (const char* path : {"", "/nonexistent/box", "/dev/null"}) {
    auto box = BlackBox::open(path);
    REQUIRE(box);
    box->enter(BlackBox::Audio, std::string(5000, 'n'));
    CHECK(box->at(BlackBox::Audio).path.size() == BlackBox::kSlotBytes - 20);
    box->leave(BlackBox::Audio);
    CHECK(box->at(BlackBox::Audio).path.empty());
  }
}
