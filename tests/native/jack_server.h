// A JACK server of our own, on its dummy driver, under a name that no other has; ended by its process id.
#pragma once
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <vector>

extern char** environ;

namespace bench {

class JackServer {
 public:
  // WEFT_JACKD: path of jackd. Sets JACK_DEFAULT_SERVER for this process.
  JackServer() : name_("weft-units-" + std::to_string(getpid())) {
    setenv("JACK_DEFAULT_SERVER", name_.c_str(), 1);
    start();
  }
  ~JackServer() { end(SIGTERM); }

  void start(int rate = 48000) {
    end(SIGTERM);
    const std::string hz = std::to_string(rate);
    pid_ = spawn(getenv("WEFT_JACKD"), {"--no-realtime", "--no-mlock", "-n", name_, "-d", "dummy", "-r", hz, "-p", "64"});
  }
  void kill() { end(SIGKILL); }

  // One of JACK's own small programs, run to its end. True: it said it went well.
  static bool run(const std::string& program, const std::vector<std::string>& arguments) {
    const pid_t pid = spawn(program, arguments);
    int status = 1;
    return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
  }

 private:
  static pid_t spawn(const std::string& program, const std::vector<std::string>& arguments) {
    std::vector<char*> argv{const_cast<char*>(program.c_str())};
    for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    for (int out : {1, 2}) posix_spawn_file_actions_addopen(&files, out, "/dev/null", O_WRONLY, 0);
    pid_t pid = -1;
    if (posix_spawnp(&pid, program.c_str(), &files, nullptr, argv.data(), environ) != 0) pid = -1;
    posix_spawn_file_actions_destroy(&files);
    return pid;
  }
  void end(int signal) {
    if (pid_ <= 0) return;
    ::kill(pid_, signal);
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }

  std::string name_;
  pid_t pid_ = -1;
};

}  // namespace bench
