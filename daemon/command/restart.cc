#include "command/restart.h"

#include <climits>
#include <cstddef>

#include <linux/close_range.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

namespace undersigned::command {
namespace {

// No mail is known that takes two (tests/command/test_hostile.py). One that does is tried twice,
// and the next one is to be handled within ten seconds.
constexpr time_t reading_seconds = 3;

constexpr char self[] = "/proc/self/exe";
constexpr char complaint[] =
    "undersigned: reading a mail does not end; starting anew (it is set aside when that happens "
    "twice)\n";

char** arguments = nullptr;
char program[PATH_MAX] = {};

// Only what may be called in a signal handler. Connections are not for the next start.
void start_anew(int) {
  const auto written = write(STDERR_FILENO, complaint, sizeof complaint - 1);
  static_cast<void>(written);
  close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
  if (program[0] != '\0') execve(program, arguments, environ);
  execve(self, arguments, environ);  // the file was replaced or removed meanwhile
  _exit(1);
}

// Of the thread's own processor time: others read at the same time.
class Timer {
 public:
  Timer() {
    sigevent event{};
    event.sigev_notify = SIGEV_SIGNAL;
    event.sigev_signo = SIGPROF;
    made_ = timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &timer_) == 0;
  }
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  ~Timer() {
    if (made_) timer_delete(timer_);
  }
  void set(time_t seconds) {
    const itimerspec once{{0, 0}, {seconds, 0}};
    if (made_) timer_settime(timer_, 0, &once, nullptr);
  }

 private:
  timer_t timer_{};
  bool made_ = false;
};

void allow(time_t seconds) {
  thread_local Timer timer;
  timer.set(seconds);
}

}  // namespace

void remember_start(char** argv) {
  arguments = argv;
  const ssize_t length = readlink(self, program, sizeof program - 1);
  program[length > 0 ? static_cast<std::size_t>(length) : 0] = '\0';
  struct sigaction action {};
  action.sa_handler = start_anew;
  // The signal must not be held in the process that starts anew.
  action.sa_flags = SA_NODEFER;
  sigaction(SIGPROF, &action, nullptr);
}

ReadingLimit::ReadingLimit() { allow(reading_seconds); }

ReadingLimit::~ReadingLimit() { allow(0); }

}  // namespace undersigned::command
