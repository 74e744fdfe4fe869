// kill_at N PROGRAM [ARGUMENT…]: kills the program right before the Nth system call by which it
// changes something outside of it: files, what is said on a connection. With N = 0 it kills
// nothing. Writes how many such calls there were into the file that $KILL_AT_COUNT names. Exit
// status: the program's; 137 where it was killed; 125 where it cannot be tried.
//
// The kernel stops the program at these calls alone (seccomp), so it costs little.

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <vector>

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr int cannot = 125, killed = 137;

constexpr unsigned changing[] = {
    SYS_pwrite64, SYS_pwritev,   SYS_write,    SYS_writev,    SYS_sendto,    SYS_sendmsg,
    SYS_connect,  SYS_shutdown,  SYS_fsync,    SYS_fdatasync, SYS_ftruncate, SYS_fallocate,
    SYS_renameat, SYS_renameat2, SYS_unlinkat, SYS_mkdirat,   SYS_linkat,    SYS_symlinkat,
    SYS_fchmod,   SYS_fchmodat,  SYS_fchown,
#ifdef SYS_unlink  // the older calls of x86-64
    SYS_rename,   SYS_unlink,    SYS_mkdir,    SYS_rmdir,     SYS_link,      SYS_symlink,
    SYS_chmod,
#endif
};

[[noreturn]] void give_up(const char* what) {
  std::perror(what);
  std::_Exit(cannot);
}

// Stops at the calls above, and where a file may be made.
std::vector<sock_filter> filter() {
  const auto load = [](unsigned offset) -> sock_filter {
    return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset);
  };
  const sock_filter stop = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE);
  std::vector<sock_filter> code{load(offsetof(seccomp_data, nr))};
  for (const unsigned call : changing) {
    code.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1));
    code.push_back(stop);
  }
  code.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 3));
  code.push_back(load(offsetof(seccomp_data, args) + 2 * sizeof(__u64)));  // its flags
  code.push_back(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, O_CREAT | O_TRUNC, 0, 1));
  code.push_back(stop);
  code.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  return code;
}

void become(char** program) {
  std::vector<sock_filter> code = filter();
  const sock_fprog rules{static_cast<unsigned short>(code.size()), code.data()};
  if (ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) give_up("ptrace");
  raise(SIGSTOP);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) give_up("no_new_privs");
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &rules) != 0) give_up("seccomp");
  execv(program[0], program);
  give_up(program[0]);
}

// Lets it run on until all of it has ended. Its status; `calls` counts.
int follow(pid_t child, long kill_at, long& calls) {
  int result = cannot;
  for (;;) {
    int status = 0;
    const pid_t stopped = waitpid(-1, &status, __WALL);
    if (stopped < 0) return result;
    if (WIFEXITED(status) || WIFSIGNALED(status)) {
      if (stopped == child)
        result = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
      continue;
    }
    const int event = status >> 16;
    if (event == PTRACE_EVENT_SECCOMP && ++calls == kill_at) {
      kill(child, SIGKILL);
      continue;
    }
    const int signal = WSTOPSIG(status);
    const bool ours = event != 0 || signal == SIGSTOP || signal == SIGTRAP;
    ptrace(PTRACE_CONT, stopped, nullptr, static_cast<long>(ours ? 0 : signal));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fputs("usage: kill_at N PROGRAM [ARGUMENT...]\n", stderr);
    return cannot;
  }
  const pid_t child = fork();
  if (child < 0) give_up("fork");
  if (child == 0) become(argv + 2);
  int status = 0;
  if (waitpid(child, &status, __WALL) != child || !WIFSTOPPED(status)) give_up("the child");
  ptrace(PTRACE_SETOPTIONS, child, nullptr,
         static_cast<long>(PTRACE_O_TRACESECCOMP | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK |
                           PTRACE_O_TRACEVFORK | PTRACE_O_EXITKILL));
  ptrace(PTRACE_CONT, child, nullptr, 0L);
  long calls = 0;
  const int result = follow(child, std::atol(argv[1]), calls);
  if (const char* file = std::getenv("KILL_AT_COUNT")) std::ofstream(file) << calls << '\n';
  return result;
}
