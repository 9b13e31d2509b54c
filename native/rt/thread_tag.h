// Which thread am I? Functions at a thread boundary say in their comment which thread may call them; builds with
// assertions check it.
#pragma once
#include <cstdio>
#include <cstdlib>

namespace weft::rt {

enum Thread : unsigned {
  kJs = 1,
  kAudioRt = 2,
  kRender = 4,
  kLoader = 8,
  kDecode = 16,
  kEncode = 32,
};

namespace detail {
inline thread_local unsigned roles = 0;
}

// Gives the calling thread its roles for the length of a scope. A thread may play several: offline, one thread is
// audio and render in turn.
class ThreadRole {
 public:
  explicit ThreadRole(unsigned roles) : before_(detail::roles) { detail::roles = roles; }
  ~ThreadRole() { detail::roles = before_; }
  ThreadRole(const ThreadRole&) = delete;
  ThreadRole& operator=(const ThreadRole&) = delete;

 private:
  unsigned before_;
};

// False only on a thread that has roles and none of the allowed ones: a thread nobody named may do anything. [any]
inline bool mayRunHere(unsigned allowed) { return detail::roles == 0 || (detail::roles & allowed) != 0; }

}  // namespace weft::rt

#ifdef NDEBUG
#define WEFT_ON_THREAD(allowed) ((void)0)
#else
#define WEFT_ON_THREAD(allowed)                                                          \
  do {                                                                                   \
    if (!::weft::rt::mayRunHere(allowed)) {                                              \
      std::fprintf(stderr, "%s: called on the wrong thread\n", __PRETTY_FUNCTION__);     \
      std::abort();                                                                      \
    }                                                                                    \
  } while (false)
#endif
