#include "dsp/worker/child.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>

namespace weft::dsp {
namespace {

void limit(int resource, rlim_t value) {
  rlimit r{value, value};
  setrlimit(resource, &r);
}

// Between fork and exec: only calls that are safe there.
[[noreturn]] void become(char* const* argv, int out, int cpuSeconds, size_t memoryBytes, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  limit(RLIMIT_CPU, rlim_t(cpuSeconds));
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 256 << 20);
#ifndef __SANITIZE_ADDRESS__
  limit(RLIMIT_AS, memoryBytes);
#endif
  int null = open("/dev/null", O_RDWR);
  dup2(null, 0);
  dup2(out, 1);
  dup2(null, 2);
  execv("/proc/self/exe", argv);
  _exit(1);
}

}  // namespace

ChildResult runChild(const std::vector<std::string>& arguments, int cpuSeconds, size_t memoryBytes) {
  using End = ChildResult::End;
  std::vector<char*> argv = {const_cast<char*>("weft-dsp")};
  for (const auto& a : arguments) argv.push_back(const_cast<char*>(a.c_str()));
  argv.push_back(nullptr);
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return {End::Crashed, {}, 0};
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child == 0) become(argv.data(), ends[1], cpuSeconds, memoryBytes, parent);
  close(ends[1]);
  if (child < 0) {
    close(ends[0]);
    return {End::Crashed, {}, 0};
  }
  using clock = std::chrono::steady_clock;
  const auto deadline = clock::now() + std::chrono::seconds(10 * cpuSeconds);
  std::string output;
  bool hung = false;
  for (;;) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - clock::now()).count();
    if (left <= 0) {
      hung = true;
      kill(child, SIGKILL);
      break;
    }
    pollfd p{ends[0], POLLIN, 0};
    if (poll(&p, 1, int(left)) <= 0) continue;
    char buffer[4096];
    ssize_t n = read(ends[0], buffer, sizeof buffer);
    if (n <= 0) break;
    if (output.size() < (16u << 20)) output.append(buffer, size_t(n));
  }
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  // The processor limit kills with SIGXCPU, or SIGKILL where soft and hard limits are one.
  if (hung || (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))) return {End::Hung, {}, 0};
  if (WIFSIGNALED(status)) return {End::Crashed, {}, WTERMSIG(status)};
  if (WEXITSTATUS(status) != 0) return {End::Crashed, {}, 0};
  while (!output.empty() && output.back() == '\n') output.pop_back();
  auto line = output.rfind('\n');
  return {End::Answered, line == std::string::npos ? output : output.substr(line + 1), 0};
}

}  // namespace weft::dsp
