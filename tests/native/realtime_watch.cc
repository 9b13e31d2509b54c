#include "realtime_watch.h"

#include <cstddef>
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdarg.h>
#include <sys/syscall.h>

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
// the library's. What is not named here still works: it is one heap.
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

__attribute__((visibility("default"))) void* memalign(size_t alignment, size_t n) {
  allocation();
  return __libc_memalign(alignment, n);
}
__attribute__((visibility("default"))) int posix_memalign(void** p, size_t alignment, size_t n) {
  allocation();
  *p = __libc_memalign(alignment, n);
  return *p ? 0 : ENOMEM;
}

// The library's own function of this name. No guard: every thread finds the same.
#define NEXT(type, name)                                            \
  static type found;                                                \
  type next = __atomic_load_n(&found, __ATOMIC_RELAXED);            \
  if (!next) {                                                      \
    next = reinterpret_cast<type>(dlsym(RTLD_NEXT, name));          \
    __atomic_store_n(&found, next, __ATOMIC_RELAXED);               \
  }                                                                 \
  if (seen.on) ++seen.locks

#define COUNTED(name, argument)                                               \
  __attribute__((visibility("default"))) int name(argument* p) {              \
    using Next = int (*)(argument*);                                          \
    NEXT(Next, #name);                                                        \
    return next(p);                                                           \
  }
COUNTED(pthread_mutex_lock, pthread_mutex_t)
COUNTED(pthread_mutex_trylock, pthread_mutex_t)
COUNTED(pthread_rwlock_rdlock, pthread_rwlock_t)
COUNTED(pthread_rwlock_wrlock, pthread_rwlock_t)
COUNTED(pthread_cond_signal, pthread_cond_t)
COUNTED(pthread_cond_broadcast, pthread_cond_t)
COUNTED(sem_post, sem_t)
COUNTED(sem_wait, sem_t)

// What std::atomic's wait and notify, and semaphores, come down to.
__attribute__((visibility("default"))) long syscall(long number, ...) {
  using Next = long (*)(long, ...);
  long a[6];
  va_list list;
  va_start(list, number);
  for (long& x : a) x = va_arg(list, long);
  va_end(list);
  NEXT(Next, "syscall");
  if (seen.on && number != SYS_futex) --seen.locks;
  return next(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
}
#endif
