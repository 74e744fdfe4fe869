#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "wire/mailbox.h"
#include "wire/submission.h"

namespace undersigned::wire::test {

// The control line to tests/servers/fixture.py: real servers, made and steered by a test.
class Servers {
 public:
  Servers();
  ~Servers();
  Servers(const Servers&) = delete;
  Servers& operator=(const Servers&) = delete;

  // Starts a server of a class, as `name`; gives its facts (ports, ca_file, …).
  nlohmann::json make(const std::string& kind, const std::string& name, nlohmann::json with);
  nlohmann::json call(const std::string& name, const std::string& method,
                      nlohmann::json with = nlohmann::json::object());
  nlohmann::json get(const std::string& name, const std::string& attribute);
  void end(const std::string& name);

 private:
  nlohmann::json ask(const nlohmann::json& request);
  int socket_ = -1;
  std::vector<std::string> names_;
};

// Octets as the control line carries them.
nlohmann::json octets(const std::string& text);

// Where a server of these facts is; `user` "" for none.
Endpoint endpoint(const std::string& url, const std::string& user = "",
                  const std::string& secret = "", const std::string& ca_file = "");
// The same without TLS.
Endpoint plain_endpoint(const std::string& url, const std::string& user = "",
                        const std::string& secret = "");

Instant real_now();

// Runs a mailbox as the daemon's loop does, until `done` or the time is over; false: it was over.
// Mails that come are added to `mails`.
bool run(Mailbox& mailbox, std::vector<Mailbox::Mail>& mails, const std::function<bool()>& done,
         std::chrono::milliseconds patience = std::chrono::seconds(10));
bool run(Submission& submission, std::vector<Outcome>& outcomes, const std::function<bool()>& done,
         std::chrono::milliseconds patience = std::chrono::seconds(10));

}  // namespace undersigned::wire::test
