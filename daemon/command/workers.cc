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
void Workers::make_threads() {
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

void Workers::begin(std::size_t count, const std::function<void(std::size_t)>& work) {
  const bool alone = helpers_ == 0 || count < worth_a_call;
  if (!alone && threads_.empty()) make_threads();
  {
    const std::lock_guard lock(mutex_);
    work_ = &work;
    count_ = count;
    next_ = 0;
    if (!alone) ++calls_;
  }
  if (!alone) called_.notify_all();
}

void Workers::wait_for_helpers(std::unique_lock<std::mutex>& lock) {
  finished_.wait(lock, [&] { return busy_ == 0; });
}

void Workers::finish() {
  share();
  std::unique_lock lock(mutex_);
  wait_for_helpers(lock);
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

void Workers::leave_out() {
  std::unique_lock lock(mutex_);
  next_ = count_;
  wait_for_helpers(lock);
  failure_ = nullptr;
}

Workers::Ahead::Ahead(Workers* workers, std::size_t count, std::function<void(std::size_t)> work)
    : workers_(workers), count_(count), work_(std::move(work)) {
  if (workers_ != nullptr) workers_->begin(count_, work_);
}

Workers::Ahead::~Ahead() {
  if (workers_ != nullptr && !finished_) workers_->leave_out();
}

void Workers::Ahead::finish() {
  if (std::exchange(finished_, true)) return;
  if (workers_ != nullptr) return workers_->finish();
  for (std::size_t i = 0; i < count_; ++i) work_(i);
}

}  // namespace undersigned::command
