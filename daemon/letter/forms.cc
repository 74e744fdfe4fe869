#include "letter/forms.h"

namespace undersigned::letter {
namespace {

constexpr std::size_t most = 300;  // forms of some 20 KB; a campaign has a few dozen

}  // namespace

Result<std::shared_ptr<const Forms::Form>> Forms::find(const std::string& key,
                                                       const std::function<Result<Form>()>& make) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = forms_.find(key); known != forms_.end()) return known->second;
  }
  auto made = make();
  if (!made) return tl::unexpected(made.error());
  auto form = std::make_shared<const Form>(std::move(*made));
  const std::lock_guard lock(mutex_);
  if (forms_.size() >= most) forms_.clear();
  forms_.insert_or_assign(key, form);
  return form;
}

}  // namespace undersigned::letter
