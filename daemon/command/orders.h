#pragma once

#include "command/desk.h"

namespace undersigned::command {

// Carries out what an organizer ordered by mail. Only what waits for a person can be accepted or
// rejected, and an order that arrived before a person held the release does not let it go.
Result<letter::Answered> carry_out(const Desk& desk, const campaign::OrderedByMail& ordered,
                                   Instant arrived, Instant now);

// What makes the Message-ID of a report: nobody can guess it who has not got the report, so that an
// answer to it shows where it was read.
std::string report_seed(const Desk& desk, std::string_view report);

}  // namespace undersigned::command
