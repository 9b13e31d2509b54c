#include <fcntl.h>
#include <linux/futex.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstring>
#include <mutex>

#include "frames/shared_file.h"

namespace weft::frames {
namespace {

// What a thread reads at the moment. A handler of signals reaches nothing but statics, so this state is per thread and
// per process, not per ring.
struct Watched {
  uint8_t* from;
  uint64_t bytes;
  bool hit;
};
thread_local Watched watched{nullptr, 0, false};
struct sigaction before;

// A page of a file that was cut short cannot be read: SIGBUS. If a ring's reader did that, zeros take the mapping's
// place and the read goes on, to be found out afterwards; anybody else's fault goes where it went before.
void onBusError(int signal, siginfo_t* info, void* context) {
  auto* at = static_cast<uint8_t*>(info->si_addr);
  if (watched.from && at >= watched.from && at < watched.from + watched.bytes &&
      mmap(watched.from, watched.bytes, PROT_READ, MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED) {
    watched.hit = true;
    return;
  }
  if (before.sa_flags & SA_SIGINFO) before.sa_sigaction(signal, info, context);
  else if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN) before.sa_handler(signal);
  else sigaction(SIGBUS, &before, nullptr);  // the fault happens again, and is fatal
}

void installHandler() {
  static std::once_flag once;
  std::call_once(once, [] {
    struct sigaction action {};
    action.sa_sigaction = onBusError;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, &before);
  });
}

std::string because(int error) { return std::string(": ") + std::strerror(error) + "."; }

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd(fd) {}
  ~Descriptor() {
    if (fd >= 0) close(fd);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  const int fd;
};

}  // namespace

std::variant<std::unique_ptr<SharedFile>, Error> SharedFile::create(const std::string& path, uint64_t bytes) {
  auto failed = [&](const std::string& why) { return Error{"ring.create", "The frame ring '" + path + "' could not be made" + why}; };
  const auto slash = path.rfind('/');
  const Descriptor folder(::open(slash == std::string::npos ? "." : path.substr(0, slash + 1).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.fd < 0) return failed(because(errno));
  struct stat s {};
  if (fstat(folder.fd, &s) != 0) return failed(because(errno));
  if (s.st_uid != geteuid() || (s.st_mode & 077) != 0) return failed(": its folder must be yours and closed to others (mode 0700).");
  const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
  const Descriptor file(openat(folder.fd, name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (file.fd < 0) return failed(because(errno));
  if (const int error = posix_fallocate(file.fd, 0, off_t(bytes))) {
    unlinkat(folder.fd, name.c_str(), 0);
    return failed(because(error));
  }
  void* at = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, file.fd, 0);
  if (at == MAP_FAILED) {
    const int error = errno;
    unlinkat(folder.fd, name.c_str(), 0);
    return failed(because(error));
  }
  return std::unique_ptr<SharedFile>(new SharedFile(path, static_cast<uint8_t*>(at), bytes, true));
}

std::variant<std::unique_ptr<SharedFile>, Error> SharedFile::open(const std::string& path) {
  auto failed = [&](const std::string& why) { return Error{"ring.open", "The frame ring '" + path + "' could not be opened" + why}; };
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (file.fd < 0) return failed(because(errno));
  struct stat s {};
  if (fstat(file.fd, &s) != 0) return failed(because(errno));
  if (!S_ISREG(s.st_mode)) return failed(": it is no file.");
  if (s.st_uid != geteuid()) return failed(": it belongs to somebody else.");
  if (s.st_size <= 0) return failed(": it is empty.");
  installHandler();
  void* at = mmap(nullptr, size_t(s.st_size), PROT_READ, MAP_SHARED | MAP_POPULATE, file.fd, 0);
  if (at == MAP_FAILED) return failed(because(errno));
  return std::unique_ptr<SharedFile>(new SharedFile(path, static_cast<uint8_t*>(at), uint64_t(s.st_size), false));
}

SharedFile::~SharedFile() {
  munmap(data_, bytes_);
  if (ours_) unlink(path_.c_str());
}

SharedFile::Watch::Watch(SharedFile& file) : file_(file) { watched = {file.data_, file.bytes_, false}; }
SharedFile::Watch::~Watch() { watched.from = nullptr; }
bool SharedFile::Watch::hit() const {
  // Once cut, always cut: later reads meet the zeros without a fault.
  std::atomic_signal_fence(std::memory_order_seq_cst);
  file_.cut_ = file_.cut_ || watched.hit;
  return file_.cut_;
}

void SharedFile::wait(const std::atomic<uint32_t>& word, uint32_t seen, std::chrono::nanoseconds most) {
  const timespec limit{time_t(most.count() / 1'000'000'000), long(most.count() % 1'000'000'000)};
  syscall(SYS_futex, &word, FUTEX_WAIT, seen, &limit, nullptr, 0);
}

void SharedFile::wake(const std::atomic<uint32_t>& word) { syscall(SYS_futex, &word, FUTEX_WAKE, INT_MAX, nullptr, nullptr, 0); }

}  // namespace weft::frames
