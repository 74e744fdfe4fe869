#pragma once

namespace undersigned::command {

// SIGTERM, SIGINT and SIGHUP as something to poll: blocked while this lives, read from a
// descriptor.
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
