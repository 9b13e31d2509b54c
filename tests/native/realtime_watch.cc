#include "realtime_watch.h"

#include <cstddef>
#include <dlfcn.h>
#include <pthread.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__GLIBC__)
#define WATCHED 0
#else
#define WATCHED 1
#endif

namespace {

struct Seen {
  bool on = false;
  long allocations = 0, locks = 0;
};
thread_local Seen seen;

[[maybe_unused]] void allocation() {
  if (seen.on) ++seen.allocations;
}

}  // namespace

namespace watch {

const bool counts = WATCHED;

Realtime::Realtime() { seen = {true, 0, 0}; }
Realtime::~Realtime() { seen.on = false; }
long Realtime::allocations() const { return seen.allocations; }
long Realtime::locks() const { return seen.locks; }

}  // namespace watch

#if WATCHED
// The program's own definitions come before those of the C library, for every library in the process; each hands on to
// the library's. What is not named here (aligned allocation) still works: it is one heap.
extern "C" {
void* __libc_malloc(size_t);
void* __libc_calloc(size_t, size_t);
void* __libc_realloc(void*, size_t);
void* __libc_memalign(size_t, size_t);
void __libc_free(void*);

__attribute__((visibility("default"))) void* malloc(size_t n) {
  allocation();
  return __libc_malloc(n);
}
__attribute__((visibility("default"))) void* calloc(size_t n, size_t size) {
  allocation();
  return __libc_calloc(n, size);
}
__attribute__((visibility("default"))) void* realloc(void* p, size_t n) {
  allocation();
  return __libc_realloc(p, n);
}
__attribute__((visibility("default"))) void* aligned_alloc(size_t alignment, size_t n) {
  allocation();
  return __libc_memalign(alignment, n);
}
__attribute__((visibility("default"))) void free(void* p) {
  if (p) allocation();
  __libc_free(p);
}

__attribute__((visibility("default"))) int pthread_mutex_lock(pthread_mutex_t* mutex) {
  using Lock = int (*)(pthread_mutex_t*);
  static Lock next;  // no guard: every thread finds the same
  Lock lock = __atomic_load_n(&next, __ATOMIC_RELAXED);
  if (!lock) {
    lock = reinterpret_cast<Lock>(dlsym(RTLD_NEXT, "pthread_mutex_lock"));
    __atomic_store_n(&next, lock, __ATOMIC_RELAXED);
  }
  if (seen.on) ++seen.locks;
  return lock(mutex);
}
}
#endif
