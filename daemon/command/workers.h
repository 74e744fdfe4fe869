#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace undersigned::command {

// Threads for work that is pure, values in and values out: reading mails and wording letters. All
// else is the one thread's that has the loop. They are made when there is much to do for the first
// time, and take no signals.
class Workers {
 public:
  // `helpers`: threads besides the caller's.
  explicit Workers(unsigned helpers = cores_to_spare()) : helpers_(helpers) {}
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // Calls work(0) … work(count - 1), each once and in any order, and returns when all are done.
  // What one of them throws is thrown here, and those not begun are left out.
  void each(std::size_t count, const std::function<void(std::size_t)>& work);

  static unsigned cores_to_spare();

 private:
  void begin();
  void help();
  void share();

  const unsigned helpers_;
  std::vector<std::thread> threads_;
  std::mutex mutex_;  // guards all below
  std::condition_variable called_, finished_;
  const std::function<void(std::size_t)>* work_ = nullptr;
  std::size_t count_ = 0, next_ = 0;
  unsigned calls_ = 0, busy_ = 0;  // busy: threads that are within a call
  bool ending_ = false;
  std::exception_ptr failure_;
};

}  // namespace undersigned::command
