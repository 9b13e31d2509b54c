#include "rt/priority.h"

#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

// Linux: niceness belongs to a thread. Elsewhere it belongs to the process, and this file needs a sibling.

namespace weft::rt {

bool askRealtime() {
  sched_param param{};
  param.sched_priority = sched_get_priority_min(SCHED_RR) + 10;
  return pthread_setschedparam(pthread_self(), SCHED_RR, &param) == 0;
}

bool isRealtime() {
  int policy = SCHED_OTHER;
  sched_param param{};
  return pthread_getschedparam(pthread_self(), &policy, &param) == 0 && (policy == SCHED_RR || policy == SCHED_FIFO);
}

void yieldToOthers(int steps) { setpriority(PRIO_PROCESS, id_t(syscall(SYS_gettid)), std::clamp(steps, 0, 19)); }

}  // namespace weft::rt
