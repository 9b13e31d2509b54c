// Counts what a realtime thread must not do: take memory, give it back, or take a lock.
#pragma once

namespace watch {

// False under sanitizers, which have their own allocator: nothing is counted then.
extern const bool counts;

// Calls to the allocator, and to locks, condition variables, semaphores and futexes, made by this thread while it lives.
class Realtime {
 public:
  Realtime();
  ~Realtime();
  long allocations() const;
  long locks() const;
};

}  // namespace watch
