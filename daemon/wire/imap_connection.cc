#include "wire/imap_connection.h"

namespace undersigned::wire {

void ImapConnection::command(std::string_view text, SteadyInstant now) {
  tag_ = "u" + std::to_string(++commands_);  // libcurl's own look like A001
  write(tag_ + " " + std::string(text) + "\r\n", now);
}

void ImapConnection::write(std::string_view octets, SteadyInstant now) {
  last_octet_ = now;
  session_.write(octets);
}

std::optional<ImapResponse> ImapConnection::next(SteadyInstant now) {
  for (;;) {
    if (auto response = reader_.next()) {
      if (commands_ == 1 && read_head(*response).kind == ImapHead::Kind::unknown) continue;
      return response;
    }
    if (!reader_.broken().empty()) {
      end(reader_.broken());
      return std::nullopt;
    }
    octets_.clear();
    session_.read(octets_, 256 << 10);
    if (octets_.empty()) return std::nullopt;
    last_octet_ = now;
    reader_.feed(octets_);
  }
}

bool ImapConnection::answers(const ImapHead& head) {
  if (head.kind != ImapHead::Kind::tagged || tag_.empty() || head.tag != tag_) return false;
  tag_.clear();
  return true;
}

void ImapConnection::end(const std::string& why) {
  session_.end({Error::Kind::unreachable, why, "", 0});
}

}  // namespace undersigned::wire
