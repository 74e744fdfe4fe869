#pragma once

namespace undersigned::command {

// Before anything is drawn: what fontconfig learns of the fonts it keeps in a cache, which for root
// is the system's. Everybody must be able to read that, while our own files are ours alone.
void share_font_cache();

}  // namespace undersigned::command
