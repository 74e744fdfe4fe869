#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace undersigned::reply {

// The edges of a tree over words: (node, word) → node. Open addressing in one array, because a text
// asks for many edges that are not there, and each question is to touch one place of memory.
class Edges {
 public:
  struct Key {
    std::uint32_t node, word;
    bool operator==(const Key&) const = default;
  };

  // The node behind that edge; 0: there is none.
  std::uint32_t find(Key key) const {
    for (std::size_t at = place(key);; at = (at + 1) & (slots_.size() - 1))
      if (slots_[at].to == 0 || slots_[at].key == key) return slots_[at].to;
  }

  // `to` is not 0, and there is no such edge yet.
  void add(Key key, std::uint32_t to) {
    if (5 * ++count_ > 4 * slots_.size()) grow();
    put({key, to});
  }

 private:
  struct Slot {
    Key key{};
    std::uint32_t to = 0;
  };

  std::size_t place(Key key) const {
    const std::uint64_t both = (std::uint64_t{key.node} << 32) | key.word;
    return static_cast<std::size_t>((both * 0x9E3779B97F4A7C15u) >> 32) & (slots_.size() - 1);
  }
  void put(const Slot& slot) {
    std::size_t at = place(slot.key);
    while (slots_[at].to != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = slot;
  }
  void grow() {
    const std::vector<Slot> before = std::move(slots_);
    slots_.assign(2 * before.size(), {});
    for (const Slot& slot : before)
      if (slot.to != 0) put(slot);
  }

  std::vector<Slot> slots_ = std::vector<Slot>(1024);  // a power of two, at most four fifths full
  std::size_t count_ = 0;
};

}  // namespace undersigned::reply
