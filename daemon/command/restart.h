#pragma once

namespace undersigned::command {

// How this process was started; to be called once, first. `argv` must live as long as the program.
void remember_start(char** argv);

// While one lives, this thread may take so much of the processor's time and no more: beyond it
// the process starts anew, as it was started and under the same process id, as after a kill. The
// mail's tries tell the next start which mail it was. Processor time, so that a slow disk, a busy
// machine or a suspended one is no hang. One at a time in each thread.
class ReadingLimit {
 public:
  ReadingLimit();
  ReadingLimit(const ReadingLimit&) = delete;
  ReadingLimit& operator=(const ReadingLimit&) = delete;
  ~ReadingLimit();
};

}  // namespace undersigned::command
