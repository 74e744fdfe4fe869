#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace undersigned::command {

// Threads for work that is pure, values in and values out: reading mails. All else is the one
// thread's that has the loop. They are made when there is much to do for the first time, and take
// no signals.
class Workers {
 public:
  // `helpers`: threads besides the caller's.
  explicit Workers(unsigned helpers = cores_to_spare()) : helpers_(helpers) {}
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // Calls work(0) … work(count - 1), each once and in any order, on the helpers, while the caller
  // does something else: one such call at a time, and nobody else uses these workers meanwhile.
  class Ahead {
   public:
    // Returns at once. `workers` may be none: then finish() does it all.
    Ahead(Workers* workers, std::size_t count, std::function<void(std::size_t)> work);
    Ahead(const Ahead&) = delete;
    Ahead& operator=(const Ahead&) = delete;
    ~Ahead();  // leaves out what is not begun, and waits for what is
    // Takes part in what is left, and returns when all is done. What one of the calls threw is
    // thrown here, and those not begun are left out.
    void finish();

   private:
    Workers* workers_;
    std::size_t count_;
    std::function<void(std::size_t)> work_;
    bool finished_ = false;
  };

  static unsigned cores_to_spare();

 private:
  void make_threads();
  void help();
  void share();
  void begin(std::size_t count, const std::function<void(std::size_t)>& work);
  void finish();
  void leave_out();
  void wait_for_helpers(std::unique_lock<std::mutex>& lock);

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
