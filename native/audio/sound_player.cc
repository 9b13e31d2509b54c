#include "audio/sound_player.h"

#include "audio/tick_player.h"
#include "media/probe.h"

namespace weft::audio {

// A film lasts as long as its pictures for who looks, and as its file says for who listens; a file of sound alone as long
// as the sound that was decoded.
OpenClip openClip(const plan::Media& from, bool wantSound, const std::shared_ptr<media::DecodePool>& pool, int sampleRate) {
  OpenClip clip;
  auto probed = media::probe(from.path);
  if (auto* error = std::get_if<Error>(&probed)) {
    clip.problem = *error;
    return clip;
  }
  const auto& info = std::get<0>(probed);
  clip.duration = info.duration;
  if (!info.video.empty()) clip.pictures = info.video[0].end;
  if (!wantSound || info.audio.empty()) return clip;
  auto opened = media::ClipSound::open(pool, from.path, sampleRate);
  if (auto* error = std::get_if<Error>(&opened)) {
    if (error->code != "media.empty") clip.problem = *error;
    return clip;
  }
  clip.sound = std::move(std::get<0>(opened));
  if (info.video.empty() && clip.sound->duration() > 0) clip.duration = clip.sound->duration();
  return clip;
}

std::unique_ptr<SoundPlayer> SoundPlayer::create(const plan::Plan& plan, std::span<const float> bases,
                                                 std::shared_ptr<media::DecodePool> pool, Diagnostics& diagnostics) {
  const Sources sources{
      [](const plan::DspProgram& program) { return dsp::Factory::load(program.machineCode); },
      [&](const plan::Media& from, bool sound) { return openClip(from, sound, pool, plan.sampleRate); }};
  return makeTickPlayer(plan, bases, sources, diagnostics);
}

}  // namespace weft::audio
