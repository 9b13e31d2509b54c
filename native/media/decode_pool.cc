#include "media/decode_pool.h"

#include <algorithm>

namespace weft::media {

std::shared_ptr<DecodePool> makeDecodePool(int threads, size_t budgetBytes) {
  return std::make_shared<DecodePool>(threads, budgetBytes);
}

DecodePool::DecodePool(int threads, size_t budgetBytes)
    : cache_(std::make_shared<FrameCache>(budgetBytes)), codecThreads_(std::clamp(threads, 1, 8)) {
  for (int i = 0; i < std::max(1, threads); i++) threads_.emplace_back([this, i] { run(i == 0); });
}

DecodePool::~DecodePool() {
  stop_ = true;
  work_.release(std::ptrdiff_t(threads_.size()));
  for (auto& t : threads_) t.join();
}

void DecodePool::add(DecodeClient* client) {
  {
    std::lock_guard lock(mutex_);
    clients_.push_back(client);
    count_ = int(clients_.size());
  }
  wake();
}

void DecodePool::remove(DecodeClient* client) {
  std::unique_lock lock(mutex_);
  freed_.wait(lock, [&] { return !client->busy_; });
  std::erase(clients_, client);
  count_ = int(clients_.size());
}

void DecodePool::wake() {
  // One release per round of sleep: the flag keeps the count from growing while the threads are at work.
  if (!signalled_.exchange(true)) work_.release(std::ptrdiff_t(threads_.size()));
}

DecodeClient* DecodePool::take() {
  std::lock_guard lock(mutex_);
  DecodeClient* best = nullptr;
  Urgency most = Urgency::Idle;
  for (size_t i = 0; i < clients_.size(); i++) {
    auto* client = clients_[(turn_ + i) % clients_.size()];
    if (client->busy_) continue;
    auto urgency = client->urgency();
    if (urgency > most) {
      most = urgency;
      best = client;
    }
  }
  turn_++;
  if (best) best->busy_ = true;
  return best;
}

void DecodePool::run(bool looks) {
  while (!stop_) {
    if (!looks || count_ == 0)
      work_.acquire();
    else if (!work_.try_acquire_for(std::chrono::milliseconds(kAskedMs)) && !asked_)
      continue;
    if (asked_.exchange(false)) wake();  // the others too
    signalled_.exchange(false);
    while (!stop_) {
      auto* client = take();
      if (!client) break;
      client->work();
      {
        std::lock_guard lock(mutex_);
        client->busy_ = false;
      }
      freed_.notify_all();
    }
  }
}

}  // namespace weft::media
