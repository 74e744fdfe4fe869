#pragma once

namespace undersigned::command {

// SIGTERM, SIGINT and SIGHUP wait from now on instead of ending the process: the first thing of a
// command that ends in its own way, so that one which comes early is not lost.
void hold_signals();
// They end the process again, at once where one came meanwhile.
void release_signals();

// What hold_signals() holds, as something to poll: read from a descriptor. They stay held when this
// ends, because the process ends then.
class Signals {
 public:
  enum class Event { none, stop, reload };
  Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  ~Signals();
  int fd() const { return fd_; }
  Event take();  // none where no signal came; stop wins over reload

 private:
  int fd_;
};

}  // namespace undersigned::command
