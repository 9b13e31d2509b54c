// From one plan's schedule to the next: what is carried over, and what fades.
//
// Who allocates: layOut(). Who holds: the audio thread, from the swap command until the fades are over; it touches nothing but
// what lies here. Who frees: the reclaimer, and with it the player that was left.
#pragma once
#include <memory>
#include <utility>
#include <vector>

#include "audio/fade.h"
#include "audio/tick_player.h"

namespace weft::audio {

struct Transition {
  uint64_t number = 0;
  std::shared_ptr<TickPlayer> from, to;  // from: null for the first plan
  std::vector<Fade> leaving;             // in from's schedule
  std::vector<Fade> coming;              // in to's schedule
  std::vector<std::pair<Step*, const Step*>> steps;    // a step of `to`, the same of `from`
  std::vector<std::pair<float*, const float*>> slots;  // signals that steps hold
  std::vector<int> rowBefore;            // by row of `to`: its row in `from`, -1: it is new
};

// rows: by row of `to`, its row in `from` or -1. Compares the sounds that meet at each inlet of a step that lives on: one that
// is there no more leaves, one that was not there before comes. An output that is there no more leaves as a whole. [loader]
std::unique_ptr<Transition> layOut(std::shared_ptr<TickPlayer> from, std::shared_ptr<TickPlayer> to, std::vector<int> rows);

}  // namespace weft::audio
