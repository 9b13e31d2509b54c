#include "dsp/controls.h"

#include <algorithm>

namespace weft::dsp {

void ControlList::closeBox() {
  if (!groups_.empty()) groups_.pop_back();
}

void ControlList::declare(float* zone, const char* key, const char* value) {
  // Metadata of a group comes with a null zone; only that of controls is kept.
  if (zone) pending_.emplace_back(key, value);
}

void ControlList::add(const char* kind, const char* label, float* zone, float init, float min, float max, float step) {
  std::string address;
  for (const auto& group : groups_)
    if (!group.empty() && group != "0x00") address += "/" + group;
  address += std::string("/") + label;
  std::replace(address.begin(), address.end(), ' ', '_');
  auto taken = [&](const std::string& a) { return std::any_of(controls.begin(), controls.end(), [&](const Control& c) { return c.address == a; }); };
  if (taken(address)) {
    int n = 2;
    while (taken(address + "#" + std::to_string(n))) ++n;
    address += "#" + std::to_string(n);
  }
  controls.push_back({kind, label, address, zone, init, min, max, step, std::exchange(pending_, {})});
}

}  // namespace weft::dsp
