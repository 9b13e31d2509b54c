#include "media/doctor.h"

#include "media/av.h"

namespace weft::media {

MediaReport mediaReport() {
  MediaReport report;
  report.version = av_version_info();
  report.configuration = avcodec_configuration();
  auto add = [&](bool encoder, const char* name, const char* use) {
    bool there = encoder ? avcodec_find_encoder_by_name(name) != nullptr : avcodec_find_decoder_by_name(name) != nullptr;
    report.codecs.push_back({name, use, encoder, there});
  };
  add(true, "libx264", "mp4, mov and mkv films");
  add(true, "prores_ks", "mov masters, with alpha as ProRes 4444");
  add(true, "aac", "sound of films");
  add(true, "pcm_s24le", "wav, sound of ProRes masters");
  add(true, "pcm_s24be", "aiff");
  add(true, "flac", "lossless sound in mkv");
  add(true, "png", "pictures and sequences");
  add(true, "exr", "pictures and sequences in half float");
  add(false, "h264", "H.264 footage");
  add(false, "hevc", "HEVC (H.265) footage");
  add(false, "prores", "ProRes footage");
  add(false, "hap", "HAP footage");
  add(false, "mjpeg", "Motion JPEG, JPEG pictures");
  add(false, "vp9", "VP9 footage");
  add(false, "libvpx-vp9", "VP9 footage with alpha");
  add(false, "libdav1d", "AV1 footage");
  add(false, "gif", "GIF");
  add(false, "png", "PNG pictures");
  add(false, "exr", "OpenEXR pictures");
  add(false, "webp", "WebP pictures");
  add(false, "tiff", "TIFF pictures");
  add(false, "aac", "AAC sound");
  add(false, "mp3float", "MP3 sound");
  add(false, "vorbis", "Ogg Vorbis sound");
  add(false, "opus", "Opus sound");
  add(false, "flac", "FLAC sound");
  for (const auto& codec : report.codecs)
    if (!codec.there) {
      report.install.push_back("sudo apt-get install libavcodec-extra");
      break;
    }
  return report;
}

}  // namespace weft::media
