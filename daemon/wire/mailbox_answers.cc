// What the server says, and what it changes. Nothing of it is believed that was not asked for.

#include "wire/mailbox_state.h"

namespace undersigned::wire {

namespace {

std::string header_block(std::string mail) {
  const auto end = mail.find("\r\n\r\n");
  mail.resize(std::min({end == std::string::npos ? mail.size() : end + 4, kHeaderOctets}));
  return mail;
}

}  // namespace

void Mailbox::State::handle(ImapResponse& response) {
  const auto head = read_head(response);
  if (connection->answers(head)) return answered(head);
  switch (head.kind) {
    case ImapHead::Kind::status:
      return status(head);
    case ImapHead::Kind::data:
      return data(head, response);
    case ImapHead::Kind::continuation:
      return;
    case ImapHead::Kind::tagged:
    case ImapHead::Kind::unknown:
      return lost({Error::Kind::unreachable, "The IMAP server answers what was not asked", "", 0});
  }
}

void Mailbox::State::status(const ImapHead& head) {
  const auto code = status_code(head.rest);
  if (head.word == "BYE")
    return lost({Error::Kind::unreachable,
                 "The IMAP server ended the connection: " + one_line(head.rest), "", 0});
  if (step != Step::selecting || !code.starts_with("UIDVALIDITY ")) return;
  selected_uidvalidity = read_number(code.substr(12)).value_or(0);
}

void Mailbox::State::data(const ImapHead& head, ImapResponse& response) {
  if (head.word == "EXISTS") again = true;
  if (head.word == "FETCH") return fetched(response);
  if (head.word == "LIST" && step == Step::separator)
    server.separator = read_separator(head.rest).value_or('\0');
  if (head.word == "LIST" && step == Step::looking) there = true;
  if (head.word != "CAPABILITY" || step != Step::capability) return;
  const std::string offered = " " + std::string(head.rest) + " ";
  const auto has = [&](std::string_view name) { return offered.find(name) != std::string::npos; };
  server.move = has(" MOVE ");
  server.uidplus = has(" UIDPLUS ");
  can_idle = options.idle && has(" IDLE ");
}

void Mailbox::State::fetched(ImapResponse& response) {
  auto fetch = read_fetch(response);
  if (!fetch)
    return lost(
        {Error::Kind::unreachable, "The IMAP server sends a FETCH that cannot be read", "", 0});
  if (!fetch->uid) return;  // flags that somebody changed
  if (step == Step::listing && fetch->size) return plan.list(*fetch->uid, *fetch->size);
  if (step == Step::fetching && (fetch->body || fetch->header)) hand_out(std::move(*fetch));
}

void Mailbox::State::hand_out(ImapFetch fetch) {
  if (!plan.take(*fetch.uid)) return;  // not asked for
  Mail mail;
  mail.uidvalidity = uidvalidity;
  mail.uid = *fetch.uid;
  mail.internal_date = fetch.internal_date.value_or(real);
  mail.oversized = !fetch.body || fetch.body->size() > options.mail_octets;
  if (!mail.oversized) {
    mail.raw = std::move(*fetch.body);
  } else {
    mail.raw = header_block(std::move(fetch.body ? *fetch.body : *fetch.header));
  }
  mails_octets += mail.raw.size();
  mails.push_back(std::move(mail));
  back_off.reset();
}

void Mailbox::State::select_answered(const ImapHead& head) {
  if (head.word != "OK" || selected_uidvalidity == 0)
    return lost({Error::Kind::unreachable,
                 "The mailbox \"" + mailbox + "\" cannot be opened (" + one_line(head.rest) +
                     "); check the path of the URL",
                 "", 0});
  if (selected_uidvalidity != uidvalidity) {
    plan = FetchPlan(limits(), 0);
    moves.clear();
    uidvalidity = selected_uidvalidity;
  }
  read_only = status_code(head.rest) == "READ-ONLY";
  selected = true;
  error.reset();
  unreachable_since.reset();
  step = Step::noop;  // a SELECT brings the mailbox up to date, as NOOP does
}

void Mailbox::State::look_for_folder() {
  mailbox = folder_name(mailbox, server.separator, options.folder);
  there = false;
  command("LIST \"\" " + imap_mailbox(mailbox), Step::looking);
}

void Mailbox::State::nothing_there() {
  complete = {real, real, 1};
  connection.reset();
  step = Step::offline;
  selected = closed = true;
}

void Mailbox::State::answered(const ImapHead& head) {
  const bool ok = head.word == "OK";
  switch (step) {
    case Step::capability:
      return command("LIST \"\" \"\"", Step::separator);
    case Step::separator:
      if (!options.folder.empty()) return look_for_folder();
      [[fallthrough]];
    case Step::looking:
      if (!options.folder.empty() && ok && !there) return nothing_there();
      selected_uidvalidity = 0;
      return begin_poll("SELECT " + imap_mailbox(mailbox), Step::selecting);
    case Step::selecting:
      select_answered(head);
      if (!selected) return;
      break;
    case Step::moving:
      moves.answer(ok, status_code(head.rest));
      step = Step::ready;
      return;
    case Step::idling:  // refused, or ended without our DONE: not again on this connection
      can_idle = false;
      next_poll = std::min(next_poll, now + options.poll);
      step = Step::ready;
      return;
    case Step::leaving_idle:
      step = Step::ready;
      return;
    default:
      break;
  }
  if (!ok)
    return lost(
        {Error::Kind::unreachable, "The IMAP server refuses: " + one_line(head.rest), "", 0});
  if (step == Step::noop) {
    again = false;
    plan.start_listing();
    const auto from = std::to_string(std::uint64_t{plan.floor()} + 1);
    return command("UID FETCH " + from + ":* (UID RFC822.SIZE)", Step::listing);
  }
  if (step == Step::listing) plan.end_listing();
  const bool all_came = step != Step::fetching || plan.end_portion();
  step = Step::ready;
  // Once more in the same poll: what is gone meanwhile will not be listed again.
  if (!all_came) command("NOOP", Step::noop);
}

}  // namespace undersigned::wire
