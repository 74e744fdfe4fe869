#include "command/workers.h"

#include <algorithm>
#include <csignal>
#include <utility>

namespace undersigned::command {
namespace {

constexpr std::size_t worth_a_call = 8;  // pieces of work; waking a thread costs as much as a part
constexpr unsigned most_helpers = 3;     // the store is one, and would only wait for more

}  // namespace

unsigned Workers::cores_to_spare() {
  return std::min(most_helpers, std::max(1u, std::thread::hardware_concurrency()) - 1);
}

Workers::~Workers() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  called_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

// Signals are for the thread that has the loop.
void Workers::begin() {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  while (threads_.size() < helpers_) threads_.emplace_back([this] { help(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void Workers::help() {
  unsigned seen = 0;
  for (;;) {
    std::unique_lock lock(mutex_);
    called_.wait(lock, [&] { return ending_ || calls_ != seen; });
    if (ending_) return;
    seen = calls_;
    if (next_ >= count_) continue;
    ++busy_;
    lock.unlock();
    share();
    lock.lock();
    if (--busy_ == 0) finished_.notify_one();
  }
}

void Workers::share() {
  for (;;) {
    std::size_t mine = 0;
    {
      const std::lock_guard lock(mutex_);
      if (next_ >= count_) return;
      mine = next_++;
    }
    try {
      (*work_)(mine);
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      next_ = count_;
    }
  }
}

void Workers::each(std::size_t count, const std::function<void(std::size_t)>& work) {
  const bool alone = helpers_ == 0 || count < worth_a_call;
  if (!alone && threads_.empty()) begin();
  {
    const std::lock_guard lock(mutex_);
    work_ = &work;
    count_ = count;
    next_ = 0;
    if (!alone) ++calls_;
  }
  if (!alone) called_.notify_all();
  share();
  std::unique_lock lock(mutex_);
  finished_.wait(lock, [&] { return busy_ == 0; });
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

}  // namespace undersigned::command
