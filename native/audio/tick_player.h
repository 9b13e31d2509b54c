// The sound player over sources of one's choice. SoundPlayer::create is this with the real ones.
#pragma once
#include "audio/schedule.h"
#include "audio/sound_player.h"

namespace weft::audio {

std::unique_ptr<SoundPlayer> makeTickPlayer(const plan::Plan&, std::span<const float> bases, const Sources&, Diagnostics&);

}  // namespace weft::audio
