#include "command/signals.h"

#include <initializer_list>

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace undersigned::command {
namespace {

sigset_t ours() {
  sigset_t set;
  sigemptyset(&set);
  for (int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, signal);
  return set;
}

}  // namespace

void hold_signals() {
  const sigset_t set = ours();
  sigprocmask(SIG_BLOCK, &set, nullptr);
}

void release_signals() {
  const sigset_t set = ours();
  sigprocmask(SIG_UNBLOCK, &set, nullptr);
}

Signals::Signals() {
  hold_signals();
  const sigset_t set = ours();
  signal(SIGPIPE, SIG_IGN);  // a peer that closes is seen at the write, not by dying
  fd_ = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

Signals::~Signals() {
  if (fd_ >= 0) close(fd_);
}

Signals::Event Signals::take() {
  Event event = Event::none;
  signalfd_siginfo info{};
  while (read(fd_, &info, sizeof info) == sizeof info) {
    if (info.ssi_signo == SIGHUP) {
      if (event == Event::none) event = Event::reload;
    } else {
      event = Event::stop;
    }
  }
  return event;
}

}  // namespace undersigned::command
