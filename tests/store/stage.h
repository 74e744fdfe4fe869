#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <unistd.h>

#include "store/store.h"

namespace undersigned::store::stage {

using namespace std::chrono_literals;
using campaign::As;
using campaign::LetterKind;
using campaign::State;

// An empty directory, gone at the end of the test.
class Directory {
 public:
  Directory() {
    std::string name = (std::filesystem::temp_directory_path() / "store-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  ~Directory() { std::filesystem::remove_all(path_); }
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

inline const Instant noon{std::chrono::sys_days{std::chrono::year{2015} / 12 / 10} + 12h};

template <typename T>
T good(Result<T> result) {
  if (!result) FAIL(result.error().text());
  return std::move(*result);
}
inline void good(Result<void> result) {
  if (!result) FAIL(result.error().text());
}

inline Store open(const std::string& path) { return good(Store::open(path, true)); }

inline mail::Address address(const std::string& text) { return good(mail::Address::parse(text)); }

inline Mail mail(std::uint32_t uid, const std::string& raw, std::uint32_t uidvalidity = 1,
                 Instant arrived = noon) {
  Mail mail;
  mail.mailbox = "us@host/INBOX";
  mail.uidvalidity = uidvalidity;
  mail.uid = uid;
  mail.arrived = arrived;
  mail.raw = raw;
  return mail;
}

inline campaign::Signer person(const std::string& name) {
  campaign::Signer signer;
  signer.name = name;
  return signer;
}

inline campaign::Signer organization(const std::string& name) {
  campaign::Signer signer;
  signer.as = As::organization;
  signer.organization = name;
  return signer;
}

inline campaign::Signature signature(const std::string& from, const campaign::Signer& signer,
                                     State state = State::counted, Instant arrived = noon) {
  campaign::Signature signature;
  signature.signer = signer;
  signature.address = address(from);
  signature.state = state;
  signature.arrived = arrived;
  return signature;
}

inline letter::Ready letter(LetterKind kind, const std::string& to, const std::string& id,
                            const std::string& own = "own\r\n", const std::string& shared = "") {
  return {kind, address(to), *mail::MessageId::parse(id + "@us.example"), false, {own, shared}};
}

inline Handled handled(std::int64_t mail, reply::Kind kind = reply::Kind::sign,
                       const std::string& folder = "Signed") {
  Handled handled;
  handled.mail = mail;
  handled.fate.kind = kind;
  handled.fate.folder = folder;
  return handled;
}

// Keeps mails and says which ids they got, in order.
inline std::vector<std::int64_t> keep(Store& store, const std::vector<Mail>& mails) {
  good(store.keep(mails));
  std::vector<std::int64_t> ids;
  for (const Mail& waiting : good(store.unread(1'000'000))) ids.push_back(waiting.id);
  return ids;
}

// A signature that came by mail: kept, decided, counted.
inline std::int64_t sign(Store& store, std::uint32_t uid, const campaign::Signature& signature) {
  Mail raw =
      mail(uid, "From: " + signature.address.text() + "\r\n\r\nI sign.\r\n", 1, signature.arrived);
  const std::int64_t id = keep(store, {raw}).back();
  Handled one = handled(id);
  one.from = mail::NamedAddress{mail::HeaderText::clean(signature.signer.name.value_or("")),
                                signature.address};
  one.changes.push_back(campaign::AddSignature{signature});
  good(store.commit({one}, noon));
  return id;
}

}  // namespace undersigned::store::stage
